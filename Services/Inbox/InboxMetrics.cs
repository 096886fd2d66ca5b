using System.Diagnostics.Metrics;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Inbox;

/// <summary>The metrics of the inboxes, for the operator.</summary>
internal sealed class InboxMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _activity;

    public InboxMetrics(IMeterFactory meters, InboxFollowers followers, WatchedRooms watched)
    {
        _meter = meters.Create(CommitMetrics.MeterName);
        _meter.CreateObservableGauge(
            "signalrchat.inbox.followers", () => followers.Count, "{connection}", "Connections that follow the inbox of their user.");
        _meter.CreateObservableGauge(
            "signalrchat.inbox.watched", () => watched.Count, "{room}", "Rooms of which these connections receive activity.");
        _activity = _meter.CreateCounter<long>(
            "signalrchat.inbox.activity", "{room}", "Rooms whose activity was sent to a connection.");
    }

    public void Sent(int rooms) => _activity.Add(rooms);

    public void Dispose() => _meter.Dispose();
}
