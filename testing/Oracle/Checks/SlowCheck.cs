namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// While faults disturb only the backplane, the 99th percentile of deliveries stays below one second, over all such faults of a run.
/// </summary>
internal sealed class SlowCheck : ICheck
{
    private const double Most = 1_000;

    /// <summary>With fewer deliveries the percentile is only the slowest of them.</summary>
    private const int Least = 200;

    public Check Finds => Check.Slow;

    public IEnumerable<Violation> Find(Case run)
    {
        if (Delays(run) is { Count: >= Least, P99: > Most } delays)
        {
            yield return new(
                Check.Slow,
                $"the 99th percentile of {delays.Count} deliveries is {delays.P99:0} ms while Redis is hindered and nothing else.");
        }
    }

    public int Looked(Case run) => Delays(run) is { Count: >= Least and var count } ? count : 0;

    private static Spread Delays(Case run) =>
        Spread.Of(Deliveries.Of(run, [.. run.Windows.Where(window => FaultNames.IsOfTheBackplane(window.Name))]));
}
