using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Nodes;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>The memory that rooms of two take on a single node, without their connections.</summary>
[Collection(Alone.Name)]
public sealed class RoomMemoryTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int MostBytesOfARoom = 4 * 1024;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_room_of_two_at_rest_costs_the_same_however_many_there_are()
    {
        List<long> costs = [];
        foreach (var rooms in (int[])[500, 1_000, 2_000])
            costs.Add(await MeasureAsync(rooms));

        output.WriteLine($"Bytes of a room: {string.Join(", ", costs)}.");
        Assert.True(costs.TrueForAll(bytes => bytes is > 0 and <= MostBytesOfARoom), $"Bytes of a room: {string.Join(", ", costs)}.");
    }

    private async Task<long> MeasureAsync(int rooms)
    {
        var feeds = new RoomFeeds(
            new FullRooms(), new MemberRows(), Options.Create(new FeedOptions()), _time, NullLogger<RoomFeeds>.Instance);
        var connections = new LocalConnections();
        var local = new LocalGroups(new NoBackplane());
        var groups = new ChatLifetimeManager(
            connections, local, new LocalDelivery(connections, local), new NoBackplane(), new(), NullLoggerFactory.Instance);
        using var presence = new PresenceTracker(
            new Silent(), new LocalNodeState(hasBackplane: false), Options.Create(new PresenceOptions()), _time,
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
        Rest(feeds);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive((feeds, groups, presence, alice, bob));
        return bytes / rooms;
    }

    /// <summary>What the head reconciler does once a second, when the rooms were quiet for a while.</summary>
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
