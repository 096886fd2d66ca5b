using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Hubs.Backplane;

/// <summary>An update has one serialised form, for the members of its node and for the other nodes.</summary>
public sealed class SharedFormTests
{
    private static readonly RoomUpdate _update = new() { Room = "lobby", Through = 1 };

    [Fact]
    public async Task The_backplane_publishes_the_form_that_local_members_receive()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = Options.Create(new BackplaneOptions());
        var subscriptions = new SubscriptionSet();
        var peers = new PeerHeartbeats(TimeProvider.System);
        var state = new BackplaneState(subscriptions, peers, hasBackplane: true, options, TimeProvider.System);
        var queue = new PublishQueue(options, new BackplaneMetrics(services.GetRequiredService<IMeterFactory>(), state, subscriptions));
        var protocols = new WireProtocols(new HubProtocols());
        var backplane = new RedisBackplane(new NodeName(), subscriptions, queue, protocols, TimeProvider.System);
        var connection = new FakeBackplaneConnection();
        using var ends = new CancellationTokenSource();
        var running = queue.RunAsync(connection, ends.Token);
        var frame = new UpdateFrame(_update);

        backplane.Publish(frame);

        await Eventually.EqualAsync(1, () => connection.Published.Count, "published");
        Assert.Equal(GroupNames.Room("lobby"), Assert.Single(connection.Published));
        Assert.Same(OutboundQueue.WireOf(frame), connection.LastArguments[0]);
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>The feed's thread and the writer's ask at once: here the second asks and finishes while the first serialises.</summary>
    [Fact]
    public void A_caller_that_was_overtaken_gets_the_form_of_the_other()
    {
        var frame = new UpdateFrame(_update);
        var first = new object();

        var second = frame.SerializedBy(_ =>
        {
            Assert.Same(first, frame.SerializedBy(_ => first));
            return new object();
        });

        Assert.Same(first, second);
    }
}
