namespace SignalRChat.Faults.Oracle;

/// <summary>The 99th percentile of deliveries to those who read, under the same load without and with some who do not or hardly do, in milliseconds.</summary>
internal sealed record Isolation(double Without, double With)
{
    /// <summary>None where one of the two was not tried, or only while something else struck.</summary>
    public static Isolation? Of(Case run) =>
        P99(run, FaultNames.Flood) is { } without && P99(run, FaultNames.FloodWithSleepers, FaultNames.FloodWithSlowReaders) is { } with ? new(without, with) : null;

    private static double? P99(Case run, params string[] names)
    {
        var spread = Spread.Of(Deliveries.Of(run, [.. run.Windows.Where(window => names.Contains(window.Name))]));
        return spread.Count == 0 ? null : spread.P99;
    }
}
