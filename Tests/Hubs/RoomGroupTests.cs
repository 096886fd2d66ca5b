using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Hubs.Delivery;
using SignalRChat.Tests.Services.Feed;
using SignalRChat.Tests.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>
/// A connection is in a room's group exactly while its session is in the room, also when it leaves and joins at once. Before the
/// session's lock held both, two repairs were needed after the fact.
/// </summary>
public sealed class RoomGroupTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task A_room_left_while_its_join_is_answered_keeps_no_connection_in_its_group()
    {
        var (session, feed, groups, isInGroup) = Session();
        using var slow = groups;
        for (var round = 0; round < Rounds; round++)
        {
            groups.Begin(isEnterSlow: true);
            var hearer = await feed.HearAsync(released: false);
            Assert.True(session.TryAdd(hearer.Member));

            await groups.OvertakeAsync(() => session.TryEnter(hearer.Member), () => Assert.True(session.Remove(hearer.Member)));

            Assert.False(isInGroup());
            feed.Leave(hearer);
        }
    }

    [Fact]
    public async Task A_room_joined_again_while_it_is_left_has_the_connection_in_its_group()
    {
        var (session, feed, groups, isInGroup) = Session();
        using var slow = groups;
        var old = await feed.HearAsync(released: false);
        Assert.True(session.TryAdd(old.Member) && session.TryEnter(old.Member));
        for (var round = 0; round < Rounds; round++)
        {
            groups.Begin(isEnterSlow: false);
            var next = await feed.HearAsync(released: false);

            await groups.OvertakeAsync(() => Assert.True(session.Remove(old.Member)), () =>
            {
                Assert.True(SpinWait.SpinUntil(() => session.TryAdd(next.Member), TestClient.Deadline));
                Assert.True(session.TryEnter(next.Member));
            });

            Assert.True(isInGroup());
            feed.Leave(old);
            old = next;
        }
        Assert.Single(session.Close());
        Assert.False(isInGroup());
    }

    [Fact]
    public async Task A_join_while_the_user_leaves_ends_in_room_and_group_or_in_neither()
    {
        using var server = new ChatServer(services: services => services.AddSingleton<IRoomGroups>(provider =>
            new SlowGroups(provider.GetRequiredService<ChatLifetimeManager>())));
        var groups = (SlowGroups)server.Get<IRoomGroups>();
        var guest = await server.GuestAsync("alice");
        var (rooms, registry) = (server.Get<RoomService>(), server.Get<SessionRegistry>());
        await using var first = await TestClient.ConnectAsync(server, guest, "json");
        await first.JoinAsync("lobby");
        var firstSession = Assert.Single(registry.Of(guest.UserId));
        await using var second = await TestClient.ConnectAsync(server, guest, "json");
        await second.JoinAsync("lobby");
        ChatSession[] sessions = [firstSession, Assert.Single(registry.Of(guest.UserId), session => session != firstSession)];
        for (var round = 0; round < 2 * Rounds; round++)
        {
            groups.Begin(isEnterSlow: false);
            await first.JoinAsync("lobby");

            // The second connection joins, or the first one joins again, while the user leaves.
            groups.Begin(isEnterSlow: round % 2 == 0);
            await Task.WhenAll(
                Task.Run(() => rooms.LeaveAsync(sessions[0], "lobby")),
                Task.Run(() => JoinAsync(rooms, sessions[1 - (round % 2)])));

            await Eventually.TrueAsync(
                () => Array.TrueForAll(sessions, session => IsInGroup(server, session) == IsInRoom(session)), "group and room agree");
        }
    }

    private static async Task JoinAsync(RoomService rooms, ChatSession session)
    {
        try
        {
            await rooms.JoinAsync(session, new JoinRoomRequest { Room = "lobby" }, CancellationToken.None);
        }
        catch (ChatRefusedException refused) when (refused.Code == ChatErrorCodes.NotAMember)
        {
            // The user left during the join.
        }
    }

    private static bool IsInRoom(ChatSession session) => session.Find("lobby") is not null;

    private static bool IsInGroup(ChatServer server, ChatSession session) => Array.Exists(
        server.Get<LocalGroups>().MembersOf(GroupNames.Room("lobby")), member => member.Context.ConnectionId == session.ConnectionId);

    private static (ChatSession Session, FeedFixture Feed, SlowGroups Groups, Func<bool> IsInGroup) Session()
    {
        var (connections, groups, listener) = (Listener.NoConnections(), new LocalGroups(new NoBackplane()), new Listener("alice"));
        connections.Add(listener.Connection);
        var alice = new ChatUser { UserId = "alice", Name = "Alice" };
        var delivery = new LocalDelivery(connections, groups);
        var slow = new SlowGroups(
            new ChatLifetimeManager(connections, groups, delivery, new NoBackplane(), new(), NullLoggerFactory.Instance));
        var session = new ChatSession(listener.ConnectionId, alice, listener.Connection.Outbound, null!, slow);
        return (session, new FeedFixture(), slow, () => groups.MembersOf(GroupNames.Room(MemoryStore.Room)).Length > 0);
    }

    /// <summary>
    /// The server's groups. One of the two calls waits a moment for the other to overtake it, which the session's lock prevents.
    /// </summary>
    private sealed class SlowGroups(IRoomGroups inner) : IRoomGroups, IDisposable
    {
        private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(20);

        private readonly ManualResetEventSlim _reached = new();
        private readonly ManualResetEventSlim _entered = new();
        private readonly ManualResetEventSlim _left = new();
        private volatile bool _isEnterSlow;

        public void Begin(bool isEnterSlow)
        {
            _isEnterSlow = isEnterSlow;
            _reached.Reset();
            _entered.Reset();
            _left.Reset();
        }

        /// <summary>Runs the second action when the first one has reached the slow call.</summary>
        public async Task OvertakeAsync(Action first, Action second)
        {
            var overtaken = Task.Run(first);
            Assert.True(_reached.Wait(TestClient.Deadline));
            second();
            await overtaken;
        }

        public void Dispose()
        {
            _reached.Dispose();
            _entered.Dispose();
            _left.Dispose();
        }

        public void Enter(string connectionId, string room)
        {
            if (_isEnterSlow)
                WaitFor(_left);
            inner.Enter(connectionId, room);
            _entered.Set();
        }

        public void Leave(string connectionId, string room)
        {
            if (!_isEnterSlow)
                WaitFor(_entered);
            inner.Leave(connectionId, room);
            _left.Set();
        }

        public void Hold(string room) => inner.Hold(room);

        public void Release(string room) => inner.Release(room);

        private void WaitFor(ManualResetEventSlim other)
        {
            _reached.Set();
            other.Wait(_moment);
        }
    }
}
