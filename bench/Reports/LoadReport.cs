using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Reports;

/// <summary>One load window for a reader.</summary>
internal static class LoadReport
{
    public static void Write(TextWriter output, LoadResult result, IdleResult? idle)
    {
        Table.Write(output, ["figure", "value"], [.. Rows(result, idle), .. result.Server is { } server ? Rows(result, server) : []]);
        if (result.FirstRefusal is { } refusal)
            output.WriteLine($"first refusal: {refusal}");
    }

    public static string Line(LoadResult result) =>
        $"{result.DeliveriesPerSecond,8:0}/s delivered, " +
        $"p50 {result.Receipt.P50:0.0} p99 {result.Receipt.P99:0.0} p99.9 {result.Receipt.P999:0.0} ms; " +
        $"{result.AcksPerSecond,6:0}/s acked, p99 {result.Ack.P99:0.0} ms; " +
        $"CPU for a delivery: server {result.ServerCpuMicrosPerDelivery:0.00} µs, bench {result.OwnCpuMicrosPerDelivery:0.00} µs" +
        (result.Missing == 0 ? "" : $"; {result.Missing} MISSING") +
        (result.Unanswered == 0 ? "" : $"; {result.Unanswered} UNANSWERED") +
        (result.Refused == 0 ? "" : $"; {result.Refused} refused: {result.FirstRefusal}");

    private static IEnumerable<string[]> Rows(LoadResult result, IdleResult? idle)
    {
        yield return ["deliveries", $"{result.Deliveries} in {result.Seconds:0.0} s"];
        yield return ["deliveries a second", $"{result.DeliveriesPerSecond:0}"];
        yield return ["send to receipt p50 / p99 / p99.9 / max", Text(result.Receipt)];
        yield return ["acked sends a second", $"{result.AcksPerSecond:0}"];
        yield return ["send to ack p50 / p99 / p99.9 / max", Text(result.Ack)];
        yield return ["deliveries missing", $"{result.Missing}"];
        yield return ["sends unanswered", $"{result.Unanswered}"];
        yield return ["sends refused", $"{result.Refused}"];
        yield return ["server CPU for a delivery", Micros(result.ServerCpuMicrosPerDelivery)];
        yield return ["server CPU for an acked send", Micros(result.ServerCpuMicrosPerAck)];
        yield return ["generator CPU for a delivery", Micros(result.OwnCpuMicrosPerDelivery)];
        if (idle is not null)
        {
            yield return ["idle connection", $"{idle.KilobytesConnected:0.0} KB"];
            yield return ["idle connection in a room", $"{idle.KilobytesInRoom:0.0} KB"];
        }
    }

    private static IEnumerable<string[]> Rows(LoadResult result, ServerTimes server)
    {
        yield return ["send to receipt, mean", $"{result.Receipt.Mean:0.00} ms"];
        yield return
        [
            "of these in the server: wait + commit + delivery",
            $"{server.Wait.Milliseconds:0.00} + {server.Commit.Milliseconds:0.00} + {server.Delivery.Milliseconds:0.00} = "
                + $"{server.Milliseconds:0.00} ms, {server.Milliseconds / Math.Max(0.001, result.Receipt.Mean):P0}",
        ];
    }

    private static string Text(LatencyFigures latency) =>
        $"{latency.P50:0.0} / {latency.P99:0.0} / {latency.P999:0.0} / {latency.Max:0.0} ms";

    private static string Micros(double? value) => value is null ? "unknown (--server-pid)" : $"{value:0.00} µs";
}
