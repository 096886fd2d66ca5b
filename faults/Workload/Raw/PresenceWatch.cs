namespace SignalRChat.Faults.Workload.Raw;

/// <summary>A member that requests the present users once a second, and records the answer.</summary>
internal sealed class PresenceWatch(ClientPlan plan, Uri door, Func<string> token) : IAsyncDisposable
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(1);

    private readonly RawSession _session = new(plan, door, token);

    public async Task RunAsync(CancellationToken end)
    {
        while (await Pauses.WaitAsync(_every, end))
        {
            try
            {
                var link = await _session.LinkAsync(end);
                foreach (var room in plan.Rooms)
                {
                    var asked = new GetMembersRequest { Room = room };
                    await link.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), asked, answer => plan.Book.Write(
                        plan.Name,
                        new Present(room, [.. answer.Members.Where(member => member.IsPresent).Select(member => member.UserId)])));
                }
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
            {
                // Tries again on the next connection.
            }
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
