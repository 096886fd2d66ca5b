namespace SignalRChat.Faults.Oracle;

/// <summary>
/// The 99th percentile of deliveries to those who read, under the same load without and with some who do not or hardly do, in
/// milliseconds; and of how many, whichever are fewer.
/// </summary>
internal sealed record Isolation(double Without, double With, int Deliveries)
{
    /// <summary>None where one of the two was not tried, or only while something else struck.</summary>
    public static Isolation? Of(Case run) =>
        Measure(run, FaultNames.Flood) is { Count: > 0 } without && Measure(run, FaultNames.FloodWithSleepers, FaultNames.FloodWithSlowReaders) is { Count: > 0 } with
            ? new(without.P99, with.P99, Math.Min(without.Count, with.Count))
            : null;

    private static Spread Measure(Case run, params string[] names) => Spread.Of(Oracle.Deliveries.Of(run, [.. run.Windows.Where(window => names.Contains(window.Name))]));
}
