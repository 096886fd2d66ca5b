using System.Diagnostics.Metrics;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Budgets;

/// <summary>
/// How often one server slowed a connection, by its own metric. The <c>/metrics</c> of a server in this process counts for all
/// servers.
/// </summary>
internal sealed class SlowedCount : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public SlowedCount(ChatServer server)
    {
        var meters = server.Get<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "signalrchat.connections.slowed" && ReferenceEquals(instrument.Meter.Scope, meters))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, measured, _, _) => Interlocked.Add(ref _count, measured));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
