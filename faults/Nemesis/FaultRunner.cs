using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Nemesis;

/// <summary>Runs a schedule.</summary>
internal sealed class FaultRunner(FaultTargets targets, IReadOnlyList<FaultKind> kinds, HistoryBook book)
{
    private readonly Dictionary<string, FaultKind> _kinds = kinds.ToDictionary(kind => kind.Name);
    private readonly Dictionary<string, SemaphoreSlim> _turns = [];

    public async Task RunAsync(
        IReadOnlyList<PlannedFault> schedule, bool isInTurn, TextWriter? progress, CancellationToken cancellationToken)
    {
        var start = book.Elapsed;
        var strikes = new List<Task>();
        foreach (var planned in schedule.OrderBy(planned => planned.At))
        {
            var left = planned.At - (book.Elapsed - start);
            if (left > TimeSpan.Zero && !await Pauses.WaitAsync(left, cancellationToken))
                break;
            strikes.Add(StrikeAsync(planned, progress, cancellationToken));
            if (isInTurn)
            {
                // A fault that outlasts its plan, as the start of a node does on a slow machine, delays the faults after it.
                await strikes[^1].ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                start += TimeSpan.FromTicks(Math.Max(0, (book.Elapsed - start - planned.At - planned.Lasts).Ticks));
            }
            strikes.RemoveAll(strike => strike.IsCompletedSuccessfully);
            // A fault that cannot be done or undone ends the run at once, and not an hour later.
            if (strikes.Exists(strike => strike.IsFaulted))
                break;
        }
        await Task.WhenAll(strikes);
    }

    private async Task StrikeAsync(PlannedFault planned, TextWriter? progress, CancellationToken cancellationToken)
    {
        var kind = _kinds[planned.Name];
        // A fault may outlast its plan, as the start of a node does. Faults on the same target then wait.
        var turns = kind.Places.Select(Turn).ToArray();
        foreach (var turn in turns)
            await turn.WaitAsync(CancellationToken.None);
        try
        {
            if (!cancellationToken.IsCancellationRequested)
                await StrikeAsync(planned, kind.Create(targets, planned.Target), progress, cancellationToken);
        }
        finally
        {
            foreach (var turn in turns)
                turn.Release();
        }
    }

    private async Task StrikeAsync(PlannedFault planned, IFault fault, TextWriter? progress, CancellationToken cancellationToken)
    {
        using var disposable = fault as IDisposable;
        var instead = fault.Instead is { } other ? $", {other}" : "";
        progress?.WriteLine(FormattableString.Invariant(
            $"{book.Elapsed.TotalSeconds,7:0.0} s  {planned.Name} ({fault.Target}) for {planned.Lasts.TotalSeconds:0.0} s{instead}"));
        book.Write("", new FaultBegan(planned.Number, planned.Name, fault.Target) { Instead = fault.Instead, IsLeftOut = fault.IsLeftOut });
        await fault.BeginAsync();
        await Pauses.WaitAsync(planned.Lasts, cancellationToken);
        await fault.EndAsync();
        book.Write("", new FaultEnded(planned.Number, planned.Name));
    }

    private SemaphoreSlim Turn(string place)
    {
        lock (_turns)
        {
            if (!_turns.TryGetValue(place, out var turn))
                _turns.Add(place, turn = new SemaphoreSlim(1));
            return turn;
        }
    }
}
