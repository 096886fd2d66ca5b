namespace SignalRChat.Faults.Workload.Raw;

/// <summary>Joins a room and leaves it again and again, or is kicked, and tries to write and read there while it is no member.</summary>
internal sealed class Churner(ClientPlan plan, Uri door, Func<string> token) : IAsyncDisposable
{
    // By then a removal has taken effect on every node, also counted from the answer to the kick.
    private static readonly TimeSpan _everywhere = TimeSpan.FromSeconds(3);

    private readonly RawSession _session = new(plan, door, token, enters: false);
    private readonly Intrusion _intrusion = new(plan);

    public async Task RunAsync(CancellationToken quiet)
    {
        while (await Pauses.WaitAsync(plan.Pace * (2 * plan.Chance()), quiet))
        {
            try
            {
                var link = await _session.LinkAsync(quiet);
                foreach (var room in plan.Rooms)
                    await VisitAsync(link, room, quiet);
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
            {
                // The failure was recorded earlier; tries again on the next connection.
            }
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task VisitAsync(RawLink link, string room, CancellationToken quiet)
    {
        _session.Room(room).Forget();
        await _session.EnterAsync(link, room);
        await Pauses.WaitAsync(plan.Pace, quiet);
        if (_session.Room(room).IsRemoved ? await Pauses.WaitAsync(_everywhere, quiet) : await LeaveAsync(link, room))
            await _intrusion.TryAsync(link, room, _session.Room(room).Cursor);
    }

    private async Task<bool> LeaveAsync(RawLink link, string room)
    {
        var leave = new Invoked(plan.Book.NextOp(), OpKind.Leave, room, "", "");
        plan.Book.Write(plan.Name, leave);
        try
        {
            await link.CallAsync<object?>(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = room });
            plan.Book.Write(plan.Name, new Succeeded(leave.Op, 0, 0, Duplicate: false));
            return true;
        }
        catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
        {
            plan.Book.Write(plan.Name, new Unknown(leave.Op, lost.GetType().Name));
            throw;
        }
    }
}
