using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle;

/// <summary>
/// From the beginning of a fault to its end; one that was not ended lasts to the end of the run. What was left out has none.
/// </summary>
internal sealed record FaultWindow(int Number, string Name, string Target, long Begin, long End)
{
    public bool Covers(long at) => at >= Begin && at <= End;

    /// <summary>Until when its traces may be seen.</summary>
    public long LeavesTraces(RunningTime time) => End == long.MaxValue ? long.MaxValue : time.After(End, FaultNames.Traces);

    public static IEnumerable<FaultWindow> Of(IReadOnlyList<HistoryRecord> history)
    {
        var ends = history.OfType<FaultEnded>().ToDictionary(ended => ended.Number, ended => ended.At);
        return history.OfType<FaultBegan>().Where(began => !began.IsLeftOut)
            .Select(began => new FaultWindow(began.Number, began.Name, began.Target, began.At, ends.GetValueOrDefault(began.Number, long.MaxValue)));
    }
}
