using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Options;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Backplane;

public sealed class PublishQueueTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricCollector<long> _dropped;
    private readonly PublishQueue _queue;
    private readonly FakeBackplaneConnection _connection = new();

    public PublishQueueTests()
    {
        var subscriptions = new SubscriptionSet();
        var meters = _services.GetRequiredService<IMeterFactory>();
        var options = Options.Create(new BackplaneOptions { QueueCapacity = 10 });
        var peers = new PeerHeartbeats(TimeProvider.System);
        var state = new BackplaneState(subscriptions, peers, hasBackplane: true, options, TimeProvider.System);
        var metrics = new BackplaneMetrics(meters, state, subscriptions);
        _dropped = new MetricCollector<long>(meters, BackplaneMetrics.MeterName, "signalrchat.backplane.dropped");
        _queue = new PublishQueue(options, metrics);
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task While_the_backplane_stalls_adding_goes_on_and_what_is_too_much_is_dropped()
    {
        using var ends = new CancellationTokenSource();
        var door = new Gate();
        _connection.BeforePublish = door.PassAsync;
        var running = _queue.RunAsync(_connection, ends.Token);
        Add("first");
        await door.Reached;

        for (var i = 0; i < 1_000; i++)
            Add($"{i}");

        // Those in flight, the waiting ones, and the one that waits to be in flight.
        var taken = 1_001 - (int)_dropped.GetMeasurementSnapshot().EvaluateAsCounter();
        Assert.InRange(taken, 10, PublishQueue.MaxInFlight + 10 + 1);
        door.Open();
        await Eventually.EqualAsync(taken, () => _connection.Published.Count, "published");
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task What_is_sent_without_a_backplane_is_not_kept_for_the_next_one()
    {
        using var ends = new CancellationTokenSource();
        Add("early");

        var running = _queue.RunAsync(_connection, ends.Token);
        Add("late");

        await Eventually.EqualAsync(1, () => _connection.Published.Count, "published");
        Assert.Equal(["late"], _connection.Published);
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void Add(string group) => _queue.Add(new Publication(group, "Method", [], []));
}
