namespace SignalRChat.Faults.Workload.Raw;

/// <summary>The owner of a room, which kicks other users again and again.</summary>
internal sealed class KickingOwner(ClientPlan plan, string[] victims, Uri door, Func<string> token) : IAsyncDisposable
{
    private readonly RawSession _session = new(plan, door, token);

    /// <summary>Joins first, and so becomes the owner.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _session.LinkAsync(cancellationToken);

    public async Task RunAsync(CancellationToken quiet)
    {
        for (var turn = 0; await Pauses.WaitAsync(plan.Pace * (2 * plan.Chance()), quiet); turn++)
        {
            var kick = new Invoked(plan.Book.NextOp(), OpKind.Kick, plan.Rooms[0], "", victims[turn % victims.Length]);
            try
            {
                var link = await _session.LinkAsync(quiet);
                plan.Book.Write(plan.Name, kick);
                var request = new KickMemberRequest { Room = kick.Room, UserId = kick.Text };
                var kicked = await link.CallAsync<RemoveMemberResult>(nameof(IChatHub.KickMember), request);
                plan.Book.Write(plan.Name, new Succeeded(kick.Op, 0, kicked.Revision, Duplicate: false));
            }
            catch (RawRefusal refused) when (refused.RetryAfter is null)
            {
                // The user is not a member at this moment.
                plan.Book.Write(plan.Name, new Refused(kick.Op, refused.Code));
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
            {
                plan.Book.Write(plan.Name, new Unknown(kick.Op, lost.GetType().Name));
            }
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
