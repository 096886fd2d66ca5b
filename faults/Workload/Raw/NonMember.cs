namespace SignalRChat.Faults.Workload.Raw;

/// <summary>A member of no room. It tries to write and read all the same, and to join rooms that it may not join.</summary>
internal sealed class NonMember(ClientPlan plan, string[] forbidden, Uri door, Func<string> token) : IAsyncDisposable
{
    private readonly RawSession _session = new(plan, door, token, enters: false);
    private readonly Intrusion _intrusion = new(plan);

    public async Task RunAsync(CancellationToken quiet)
    {
        while (await Pauses.WaitAsync(plan.Pace, quiet))
        {
            try
            {
                var link = await _session.LinkAsync(quiet);
                foreach (var room in plan.Rooms)
                    await _intrusion.TryAsync(link, room, after: 0);
                foreach (var room in forbidden)
                    await _intrusion.TryToJoinAsync(link, room);
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) || lost is RawRefusal)
            {
                // The failure was recorded earlier; tries again on the next connection.
            }
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
