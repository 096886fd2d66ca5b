using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle;

/// <summary>
/// The time from the start of a fault to its end. A fault that was not ended lasts to the end of the run. A skipped fault has no window.
/// </summary>
internal sealed record FaultWindow(int Number, string Name, string Target, long Begin, long End)
{
    public bool Covers(long at) => at >= Begin && at <= End;

    /// <summary>The end of the time in which its effects may be seen.</summary>
    public long LeavesTraces(RunningTime time) => End == long.MaxValue ? long.MaxValue : time.After(End, FaultNames.Traces);

    public static IEnumerable<FaultWindow> Of(IReadOnlyList<HistoryRecord> history)
    {
        var ends = history.OfType<FaultEnded>().ToDictionary(ended => ended.Number, ended => ended.At);
        return history.OfType<FaultBegan>().Where(began => !began.IsLeftOut)
            .Select(began =>
                new FaultWindow(began.Number, began.Name, began.Target, began.At, ends.GetValueOrDefault(began.Number, long.MaxValue)));
    }
}
