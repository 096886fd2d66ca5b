namespace SignalRChat.Faults.Workload.Raw;

/// <summary>Is a member of nothing and tries all the same: to write and read, and to join rooms it may not join.</summary>
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
                // Noted where it happened; once more on the next connection.
            }
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
