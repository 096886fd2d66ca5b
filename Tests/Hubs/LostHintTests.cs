using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Services.Messages;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

[Collection(Alone.Name)]
public sealed class LostHintTests
{
    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_message_whose_hint_is_lost_is_heard_within_two_seconds(string protocol)
    {
        using var server = new ChatServer(services: services => services.AddSingleton<IRoomUpdatePublisher, Silence>());
        await using var alice = await server.ConnectAsync("alice", protocol);
        var joined = await alice.JoinAsync("lobby");
        var began = Stopwatch.GetTimestamp();

        await alice.SendAsync("lobby", "hello?");

        Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _promised);
    }

    /// <summary>Regression: a cancelled query ended the head reconciler for good, and with it the host.</summary>
    [Fact]
    public async Task The_tail_check_outlives_whatever_the_store_throws()
    {
        using var server = new ChatServer(services: services =>
        {
            HookedStore.Register(services);
            services.AddSingleton<IRoomUpdatePublisher, Silence>();
        });
        await using var alice = await server.ConnectAsync("alice");
        var joined = await alice.JoinAsync("lobby");
        var checks = 0;
        server.Get<HookedStore>().BeforeHeads = () => Interlocked.Increment(ref checks) > 1
            ? Task.CompletedTask
            : throw new OperationCanceledException("a query was given up");

        await alice.SendAsync("lobby", "hello?");

        Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));
        Assert.InRange(checks, 2, int.MaxValue);
    }

    /// <summary>Regression: a failed publisher made a stored message look rejected.</summary>
    [Fact]
    public async Task A_message_that_is_stored_and_cannot_be_published_is_acknowledged_and_heard()
    {
        using var server = new ChatServer(services: services => services.AddSingleton<IRoomUpdatePublisher, Failure>());
        await using var alice = await server.ConnectAsync("alice");
        var joined = await alice.JoinAsync("lobby");

        Assert.Equal(1, (await alice.SendAsync("lobby", "hello?")).Revision);
        Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));
    }

    private sealed class Failure : IRoomUpdatePublisher
    {
        public void Publish(RoomUpdate update) => throw new InvalidOperationException("a defect");
    }

    private sealed class Silence : IRoomUpdatePublisher
    {
        public void Publish(RoomUpdate update)
        {
        }
    }
}
