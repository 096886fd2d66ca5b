using System.Diagnostics.Metrics;

namespace SignalRChat.Hubs.Backplane;

/// <summary>The metrics of the backplane, for the operator.</summary>
internal sealed class BackplaneMetrics : IDisposable
{
    public const string MeterName = "SignalRChat.Backplane";

    private static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _published;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _received;
    private readonly Counter<long> _lost;
    private readonly Histogram<double> _roundTrip;

    public BackplaneMetrics(IMeterFactory meters, BackplaneState state, SubscriptionSet subscriptions)
    {
        _meter = meters.Create(MeterName);
        _published = _meter.CreateCounter<long>("signalrchat.backplane.published", "{message}", "Messages that Redis took.");
        _dropped = _meter.CreateCounter<long>(
            "signalrchat.backplane.dropped", "{message}", "Messages that were not published because too many waited.");
        _failed = _meter.CreateCounter<long>("signalrchat.backplane.failed", "{message}", "Messages that could not be published.");
        _received = _meter.CreateCounter<long>("signalrchat.backplane.received", "{message}", "Messages of other nodes.");
        _lost = _meter.CreateCounter<long>("signalrchat.backplane.lost", "{connection}", "Connections to Redis that were thrown away.");
        foreach (var counter in (Counter<long>[])[_published, _dropped, _failed, _received, _lost])
            counter.Add(0);
        _roundTrip = _meter.CreateHistogram(
            "signalrchat.backplane.round_trip", "s", "How long a message to the node itself takes through Redis.", null, _seconds);
        _meter.CreateObservableGauge(
            "signalrchat.backplane.healthy", () => state.DegradedReason is null ? 1 : 0, null, "1 while the backplane is healthy.");
        _meter.CreateObservableGauge(
            "signalrchat.backplane.subscriptions", () => subscriptions.WantedCount, "{group}", "Groups with a member on this node.");
    }

    public void Published() => _published.Add(1);

    public void Dropped() => _dropped.Add(1);

    public void Failed() => _failed.Add(1);

    public void Received() => _received.Add(1);

    public void Lost() => _lost.Add(1);

    public void RoundTrip(TimeSpan took) => _roundTrip.Record(took.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
