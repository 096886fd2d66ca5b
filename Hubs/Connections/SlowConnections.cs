using System.Diagnostics.Metrics;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Transport;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// The metric of connections that do not take what is sent to them. They are counted when the metric is read: a connection pays nothing
/// for it.
/// </summary>
internal sealed class SlowConnections : IDisposable
{
    private static readonly KeyValuePair<string, object?> _lagging = new("state", "lagging");
    private static readonly KeyValuePair<string, object?> _stalled = new("state", "stalled");

    /// <summary>A client that takes nothing for this long is stalled.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Meter _meter;
    private readonly LocalConnections _connections;
    private readonly IOptions<LivenessOptions> _options;
    private readonly TimeProvider _time;

    public SlowConnections(IMeterFactory meters, LocalConnections connections, IOptions<LivenessOptions> options, TimeProvider time)
    {
        (_connections, _options, _time) = (connections, options, time);
        _meter = meters.Create(HubMetrics.MeterName);
        _meter.CreateObservableGauge(
            "signalrchat.connections.slow",
            Count,
            "{connection}",
            "Connections that are sent data later than it comes (lagging), or that take none (stalled).");
    }

    public void Dispose() => _meter.Dispose();

    private Measurement<int>[] Count()
    {
        var (lagging, stalled) = (0, 0);
        // The connection monitor measures the progress of a client once in each interval.
        var longest = _patience + _options.Value.SweepInterval;
        var now = _time.GetTimestamp();
        foreach (var connection in _connections.Snapshot())
        {
            // Stalled is the client's fault. A connection lags also if the database or this node is slow.
            if (connection.Context.Features.Get<ConnectionActivity>() is { } activity && activity.StalledFor(now) >= longest)
                stalled++;
            else if (connection.Outbound.IsBehind)
                lagging++;
        }
        return [new(lagging, _lagging), new(stalled, _stalled)];
    }
}
