using System.Globalization;

namespace SignalRChat.Bench.Servers;

/// <summary>
/// The parts of a message's time that a chat server measures itself, at <c>/metrics</c>. Their sum goes from the arrival of the command to
/// the write to a member's socket.
/// </summary>
/// <param name="Wait">From the arrival to the begin of the transaction.</param>
/// <param name="Commit">The transaction.</param>
/// <param name="Delivery">From the commit to the socket, for commits of the node itself.</param>
internal sealed record ServerTimes(MeanTime Wait, MeanTime Commit, MeanTime Delivery)
{
    public const string WaitMetric = "signalrchat_commit_wait_seconds";
    public const string CommitMetric = "signalrchat_commit_duration_seconds";
    public const string DeliveryMetric = "signalrchat_delivery_duration_seconds";

    private const string Local = "path=\"local\"";

    public double Milliseconds => Wait.Milliseconds + Commit.Milliseconds + Delivery.Milliseconds;

    public static ServerTimes operator -(ServerTimes after, ServerTimes before) =>
        new(after.Wait - before.Wait, after.Commit - before.Commit, after.Delivery - before.Delivery);

    public static async Task<ServerTimes> ReadAsync(Uri server, CancellationToken cancellationToken) =>
        Read(await RuntimeCounters.LinesAsync(server, cancellationToken));

    public static ServerTimes Read(string[] lines) => new(
        MeanTime.Read(lines, WaitMetric), MeanTime.Read(lines, CommitMetric), MeanTime.Read(lines, DeliveryMetric, Local));
}

/// <summary>The sum and the count of a histogram in seconds.</summary>
internal readonly record struct MeanTime(double Seconds, double Count)
{
    public double Milliseconds => Count > 0 ? Seconds * 1_000 / Count : 0;

    public static MeanTime operator -(MeanTime after, MeanTime before) => new(after.Seconds - before.Seconds, after.Count - before.Count);

    /// <summary>Reads the series of this name with this label; zero if the server has none.</summary>
    public static MeanTime Read(string[] lines, string metric, string label = "") =>
        new(Value(lines, $"{metric}_sum", label), Value(lines, $"{metric}_count", label));

    private static double Value(string[] lines, string metric, string label)
    {
        foreach (var line in lines)
        {
            var isIt = line.StartsWith($"{metric}{{", StringComparison.Ordinal) || line.StartsWith($"{metric} ", StringComparison.Ordinal);
            if (!isIt || !line.Contains(label, StringComparison.Ordinal))
                continue;
            // A time may follow the value.
            var labelsEnd = Math.Max(metric.Length, line.LastIndexOf('}') + 1);
            return double.Parse(line[labelsEnd..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        return 0;
    }
}
