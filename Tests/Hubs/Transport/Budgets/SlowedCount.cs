using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SignalRChat.Hubs;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>
/// How often one server slowed a connection, by its own metric. The <c>/metrics</c> of a server in this process counts for all
/// servers.
/// </summary>
internal sealed class SlowedCount(ChatServer server) : IDisposable
{
    private readonly MetricCollector<long> _slowed =
        new(server.Get<IMeterFactory>(), HubMetrics.MeterName, "signalrchat.connections.slowed");

    public long Value => _slowed.GetMeasurementSnapshot().Sum(one => one.Value);

    public void Dispose() => _slowed.Dispose();
}
