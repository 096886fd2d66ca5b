using SignalRChat.Bench.Reports;

namespace SignalRChat.Bench.Faults;

internal static class FaultReport
{
    private static readonly string[] _head =
        [
            "what happens", "servers", "sent", "failed", "lost", "repeated", "reordered",
            "longest send", "longest connect", "longest join", "longest between nodes", "recovered after",
        ];

    public static void Write(TextWriter output, IEnumerable<(FaultCase Case, string Servers, FaultResult Result)> results) =>
        Table.Write(output, _head, [.. results.Select(one => Row(one.Case, one.Servers, one.Result))]);

    private static string[] Row(FaultCase fault, string servers, FaultResult result) =>
    [
        fault.Name,
        servers,
        $"{result.Sent}",
        $"{result.Failed}",
        $"{result.Lost}",
        $"{result.Repeated}",
        $"{result.Reordered}",
        Milliseconds(result.Struck.Send),
        Milliseconds(result.Struck.Connect),
        Milliseconds(result.Struck.Join),
        Milliseconds(result.Struck.BetweenNodes),
        result.RecoveredAfter is { } after ? $"{after.TotalSeconds:0.0} s" : "not while watched",
    ];

    private static string Milliseconds(Spread times) => times.Count == 0 ? "none" : $"{times.Max:0} ms";
}
