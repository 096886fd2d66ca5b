using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Hubs.Backplane;
using SignalRChat.Tests.Hubs.Delivery;
using SignalRChat.Tests.Support;
using StackExchange.Redis;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>The memory that rooms of two take on a node, without their connections; with Redis, their channels too.</summary>
[Collection(Alone.Name)]
public sealed class RoomMemoryTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int MostBytesOfARoom = 4 * 1024;

    // A channel takes 4 KB in SignalR's manager and in StackExchange.Redis.
    private const int MostBytesWithRedis = 7 * 1024;

    private static readonly int[] _sizes = [500, 1_000, 2_000];

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_room_of_two_at_rest_costs_the_same_however_many_there_are()
    {
        List<long> costs = [];
        foreach (var rooms in _sizes)
            costs.Add(await MeasureAsync(rooms, new NoBackplane(), new LocalNodeState(hasBackplane: false), () => Task.CompletedTask));
        AssertConstant(costs, MostBytesOfARoom);
    }

    [Fact]
    public async Task With_Redis_it_costs_the_same_and_takes_one_channel()
    {
        using var server = await RedisServer.StartNewAsync();
        List<long> costs = [];
        foreach (var rooms in _sizes)
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
            using var inner = Manager(redis);
            var subscription = new BackplaneSubscription("node", static _ => { }, NullLoggerFactory.Instance);
            var subscriptions = new SubscriptionSet();
            subscriptions.Open();
            var reconciler = new SubscriptionReconciler(inner, subscriptions, subscription, TestClient.Deadline, TimeProvider.System);
            await reconciler.OpenAsync(GroupNames.AllNodes, CancellationToken.None);
            var own = new LocalNodeState(hasBackplane: true);
            costs.Add(await MeasureAsync(rooms, new RedisBackplane(new NodeName(), subscriptions, null!, null!, _time), own, async () =>
            {
                await reconciler.SettleAsync(CancellationToken.None);
                own.TakeChanges();
            }));
            Assert.Equal(rooms, (await server.ChannelsAsync("*room*")).Length);
        }
        AssertConstant(costs, MostBytesWithRedis);
    }

    private static RedisHubLifetimeManager<ChatHub> Manager(IConnectionMultiplexer redis) => new(
        NullLogger<RedisHubLifetimeManager<ChatHub>>.Instance,
        Options.Create(new RedisOptions { ConnectionFactory = _ => Task.FromResult(redis) }),
        new HubProtocols());

    private void AssertConstant(List<long> costs, int most)
    {
        output.WriteLine($"Bytes of a room: {string.Join(", ", costs)}.");
        Assert.True(costs.TrueForAll(bytes => bytes > 0 && bytes <= most), $"Bytes of a room: {string.Join(", ", costs)}.");
    }

    private async Task<long> MeasureAsync(int rooms, IBackplane backplane, LocalNodeState own, Func<Task> settle)
    {
        var feeds = new RoomFeeds(
            new FullRooms(), new MemberRows(), Options.Create(new FeedOptions()), _time, NullLogger<RoomFeeds>.Instance);
        var connections = Listener.NoConnections(_time);
        var local = new LocalGroups(backplane);
        var groups = new ChatLifetimeManager(
            connections, local, new LocalDelivery(connections, local), backplane, new(), NullLoggerFactory.Instance);
        using var presence = new PresenceTracker(
            new Silent(),
            new RoomPresenceSettings(feeds),
            own,
            Options.Create(new PresenceOptions()),
            _time,
            NullLogger<PresenceTracker>.Instance);
        var alice = Connect(connections, groups, "alice");
        var bob = Connect(connections, groups, "bob");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < rooms; i++)
        {
            await JoinAsync(feeds, presence, alice, $"room-{i}");
            await JoinAsync(feeds, presence, bob, $"room-{i}");
        }
        presence.SendChanges();
        // As other parts of the node do after the joins.
        await settle();
        Rest(feeds);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive((feeds, groups, presence, alice, bob, settle));
        return bytes / rooms;
    }

    /// <summary>As the head reconciler does once a second, when the rooms were quiet for a while.</summary>
    private void Rest(RoomFeeds feeds)
    {
        _time.Advance(RoomFeed.RestsAfter);
        foreach (var feed in feeds.Snapshot())
            feed.NotifyHead(FullRooms.Epoch, FullRooms.Head);
    }

    private static ChatSession Connect(LocalConnections connections, IRoomGroups groups, string name)
    {
        var context = new HubConnectionContext(
            new DefaultConnectionContext(name), new HubConnectionContextOptions(), NullLoggerFactory.Instance);
        var outbound = new OutboundQueue(context, NullLogger.Instance);
        connections.Add(new ChatConnection(context, outbound));
        return new ChatSession(name, new ChatUser { UserId = name, Name = name }, outbound, null!, groups);
    }

    private static async Task JoinAsync(RoomFeeds feeds, PresenceTracker presence, ChatSession session, string room)
    {
        // Each call of a client has its own strings.
        var (name, user) = (new string(room), new string(session.User.UserId));
        var subscription = await feeds.SubscribeAsync(
            name, user, session.Outbound, (_, _) => GC.KeepAlive(session), CancellationToken.None);
        Assert.True(session.TryAdd(subscription));
        subscription.Feed.TryAdmit(subscription, subscription.Feed.Position, FullRooms.Epoch);
        subscription.Start();
        Assert.True(session.TryEnter(subscription));
        presence.Enter(name, session.User);
    }

    private sealed class Silent : IPresenceEvents
    {
        public void PresenceChanged(PresenceChange change)
        {
        }
    }
}
