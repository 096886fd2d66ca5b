using System.Diagnostics.Metrics;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>The metrics of the feeds, for the operator.</summary>
internal sealed class FeedMetrics : IDisposable
{
    private readonly Meter _meter;

    public FeedMetrics(IMeterFactory meters, RoomFeeds feeds)
    {
        _meter = meters.Create(CommitMetrics.MeterName);
        _meter.CreateObservableGauge("signalrchat.rooms.active", () => feeds.Count, "{room}", "Rooms with a member on this node.");
    }

    public void Dispose() => _meter.Dispose();
}
