namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// The owner of a room, which kicks other users again and again. It also kicks a user who follows the inbox, and adds that user again.
/// </summary>
internal sealed class KickingOwner(ClientPlan plan, string[] victims, string reader, Uri door, Func<string> token) : IAsyncDisposable
{
    /// <summary>
    /// After so many turns the reader is removed, and after as many is added again. Mostly that is longer than a change may take to arrive.
    /// </summary>
    private const int ReaderTurns = 4;

    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(200);

    private readonly RawSession _session = new(plan, door, token);

    /// <summary>Joins first, and so becomes the owner.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => _session.LinkAsync(cancellationToken);

    public async Task RunAsync(CancellationToken quiet)
    {
        for (var turn = 1; await Pauses.WaitAsync(plan.Pace * (2 * plan.Chance()), quiet); turn++)
        {
            var (round, isOfReader) = (turn / ReaderTurns, turn % ReaderTurns == 0);
            if (isOfReader)
                await AskAsync(round % 2 == 0 ? OpKind.Add : OpKind.Kick, reader, quiet);
            else
                await AskAsync(OpKind.Kick, victims[(turn - round) % victims.Length], quiet);
        }
    }

    /// <summary>Kicks the reader for good.</summary>
    public async Task RemoveReaderAsync(CancellationToken deadline)
    {
        while (!await AskAsync(OpKind.Kick, reader, deadline) && await Pauses.WaitAsync(_retry, deadline))
        {
            // Until it is acknowledged.
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<bool> AskAsync(OpKind kind, string user, CancellationToken cancellationToken)
    {
        var call = new Invoked(plan.Book.NextOp(), kind, plan.Rooms[0], "", user);
        try
        {
            var link = await _session.LinkAsync(cancellationToken);
            plan.Book.Write(plan.Name, call);
            var revision = await (kind == OpKind.Add ? AddAsync(link, user) : KickAsync(link, user));
            plan.Book.Write(plan.Name, new Succeeded(call.Op, 0, revision, Duplicate: false));
            return true;
        }
        catch (RawRefusal refused) when (refused.RetryAfter is null)
        {
            // The user is not a member at this moment.
            plan.Book.Write(plan.Name, new Refused(call.Op, refused.Code));
        }
        catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
        {
            plan.Book.Write(plan.Name, new Unknown(call.Op, lost.GetType().Name));
        }
        return false;
    }

    private async Task<long> KickAsync(RawLink link, string user)
    {
        var request = new KickMemberRequest { Room = plan.Rooms[0], UserId = user };
        return (await link.CallAsync<RemoveMemberResult>(nameof(IChatHub.KickMember), request)).Revision;
    }

    private async Task<long> AddAsync(RawLink link, string user)
    {
        var request = new AddMemberRequest { Room = plan.Rooms[0], UserId = user };
        return (await link.CallAsync<AddMemberResult>(nameof(IChatHub.AddMember), request)).Revision;
    }
}
