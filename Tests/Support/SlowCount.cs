using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SignalRChat.Hubs;

namespace SignalRChat.Tests.Support;

/// <summary>How many connections of one server are slow, by its own metric.</summary>
internal sealed class SlowCount(ChatServer server) : IDisposable
{
    private readonly MetricCollector<int> _slow = new(server.Get<IMeterFactory>(), HubMetrics.MeterName, "signalrchat.connections.slow");

    public int Lagging => Read("lagging");

    public int Stalled => Read("stalled");

    public void Dispose() => _slow.Dispose();

    private int Read(string state)
    {
        _slow.RecordObservableInstruments();
        return _slow.GetMeasurementSnapshot(clear: true).Last(one => (string?)one.Tags["state"] == state).Value;
    }
}
