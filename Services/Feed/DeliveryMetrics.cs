using System.Diagnostics.Metrics;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// What the feeds hand to connections, and how long after its commit. An update is counted and timed once, not once for each member:
/// the time is that of one of its members, and each update takes another.
/// </summary>
internal sealed class DeliveryMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30],
    };

    private static readonly KeyValuePair<string, object?>[] _paths =
        [new("path", "local"), new("path", "backplane"), new("path", "database")];

    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly Counter<long> _delivered;
    private readonly Histogram<double> _latency;

    public DeliveryMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.Create(CommitMetrics.MeterName);
        _delivered = _meter.CreateCounter<long>(
            "signalrchat.messages.delivered", "{message}", "New and changed messages that were sent to a connection of a member.");
        _delivered.Add(0);
        _latency = _meter.CreateHistogram(
            "signalrchat.delivery.duration",
            "s",
            "Duration from the commit of a change until it is written to the socket of a member.",
            null,
            _seconds);
    }

    public void Delivered(int messages, int connections)
    {
        if (messages > 0 && connections > 0)
            _delivered.Add((long)messages * connections);
    }

    /// <summary>The update was just written to the socket of a member.</summary>
    public void Written(UpdateFrame frame)
    {
        if (!_latency.Enabled)
            return;
        var now = _time.GetTimestamp();
        foreach (var commit in frame.Commits)
            _latency.Record(_time.GetElapsedTime(commit.At, now).TotalSeconds, _paths[(int)commit.Path]);
    }

    public void Dispose() => _meter.Dispose();
}
