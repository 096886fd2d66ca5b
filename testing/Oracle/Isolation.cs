namespace SignalRChat.Testing.Oracle;

/// <summary>
/// The 99th percentile of deliveries to clients that read, in milliseconds, under the same load. One value is without clients
/// that do not or hardly read, the other with them. The count is the smaller of the two numbers of deliveries.
/// </summary>
internal sealed record Isolation(double Without, double With, int Deliveries)
{
    /// <summary>Null if one of the two was not tried, or only during another fault.</summary>
    public static Isolation? Of(Case run) =>
        Measure(run, FaultNames.Flood) is { Count: > 0 } without
        && Measure(run, FaultNames.FloodWithIdleClients, FaultNames.FloodWithSlowReaders) is { Count: > 0 } with
            ? new(without.P99, with.P99, Math.Min(without.Count, with.Count))
            : null;

    private static Spread Measure(Case run, params string[] names) =>
        Spread.Of(Oracle.Deliveries.Of(run, [.. run.Windows.Where(window => names.Contains(window.Name))]));
}
