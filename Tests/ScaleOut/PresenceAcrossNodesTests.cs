using System.Diagnostics;
using SignalRChat.Auth.Guests;
using SignalRChat.Contracts;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>The present users, as each of two nodes shows them.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class PresenceAcrossNodesTests(PostgresFixture fixture) : IAsyncLifetime
{
    private const string Room = "lobby";

    private static readonly TimeSpan _keep = TimeSpan.FromSeconds(3);

    private TwoServers _nodes = null!;

    public async Task InitializeAsync() => _nodes = await TwoServers.StartAsync(fixture.Server, withRedis: true, new()
    {
        ["Chat:Nodes:Lease"] = "00:00:02",
        ["Chat:Nodes:Renewal"] = "00:00:00.500",
        ["Chat:Nodes:StalePresenceRetention"] = $"{_keep}",
        ["Chat:Presence:LeaveDelay"] = "00:00:02",
    });

    public Task DisposeAsync()
    {
        _nodes.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_user_on_both_nodes_is_there_once_and_is_announced_once(string protocol)
    {
        await using var alice = await _nodes.Here.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);
        var guest = await _nodes.There.GuestAsync("bob");
        await using var there = await TestClient.ConnectAsync(_nodes.There, guest, protocol);
        await there.JoinAsync(Room);
        // Perhaps in one event with alice's own arrival.
        Assert.Single((await JoinedAsync(alice, guest.UserId)).Joined, user => user.UserId == guest.UserId);

        await using (var here = await TestClient.ConnectAsync(_nodes.Here, guest, protocol))
        {
            Assert.Equal(2, (await here.JoinAsync(Room)).PresentCount);
            await SeenAsync(_nodes.There, 2);
            await AssertListedAsync(there, 2, [alice.Guest.UserId, guest.UserId]);
            await AssertListedAsync(alice, 2, [alice.Guest.UserId, guest.UserId]);
        }
        await there.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Room });

        var change = await alice.NextAsync<PresenceChange>();
        Assert.Equal(
            ([guest.UserId], 0, 1),
            (change.Left.Select(user => user.UserId).ToArray(), change.Joined.Length, change.Count),
            SameUsers);
    }

    /// <summary>
    /// Regression: the fault suite found a fault in a rolling update. For a second, the first users of the new node saw rooms
    /// without the users of the other nodes.
    /// </summary>
    [Fact]
    public async Task The_first_to_come_to_a_node_that_has_just_started_is_shown_those_of_the_others()
    {
        await using var alice = await _nodes.Here.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await SeenAsync(_nodes.There, 1);

        using var another = _nodes.StartAnother();
        await using var bob = await another.ConnectAsync("bob");

        Assert.Equal(2, (await bob.JoinAsync(Room)).PresentCount);
    }

    [Fact]
    public async Task A_user_that_moves_to_the_other_node_does_not_flicker()
    {
        await using var alice = await _nodes.Here.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        var guest = await _nodes.There.GuestAsync("bob");
        await using (var bob = await TestClient.ConnectAsync(_nodes.There, guest, "json"))
        {
            await bob.JoinAsync(Room);
            await JoinedAsync(alice, guest.UserId);
        }
        await using var moved = await TestClient.ConnectAsync(_nodes.Here, guest, "json");
        await moved.JoinAsync(Room);
        await Eventually.HoldsAsync(
            async () => await _nodes.Redis!.AskAsync("KEYS", "node:*:entries") is var keys && keys.Split("entries").Length == 2);

        // By now the first node has released bob. The next event after all this is carol's arrival.
        await using var carol = await _nodes.There.ConnectAsync("carol");
        await carol.JoinAsync(Room);
        Assert.Equal(3, (await JoinedAsync(alice, carol.Guest.UserId)).Count);
    }

    [Fact]
    public async Task A_new_name_is_announced_on_both_nodes_and_on_one_that_starts_later()
    {
        await using var alice = await _nodes.There.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        var guest = await _nodes.There.GuestAsync("Bob");
        await using var old = await TestClient.ConnectAsync(_nodes.There, guest, "json");
        await old.JoinAsync(Room);
        await JoinedAsync(alice, guest.UserId);
        await SeenAsync(_nodes.Here, 2);

        var renamed = _nodes.Here.Get<GuestTokenIssuer>().Give(guest.UserId, "Robert", TimeProvider.System.GetUtcNow());
        await using (var device = await TestClient.ConnectAsync(_nodes.Here, renamed, "json"))
        {
            Assert.Contains((await device.JoinAsync(Room)).Present, user => user is { Name: "Robert" } && user.UserId == guest.UserId);
            var received = await JoinedAsync(alice, guest.UserId);
            Assert.Equal(("Robert", 2), (received.Joined.Single().Name, received.Count));
        }
        await Eventually.EqualAsync(0, () => _nodes.Here.Get<SessionRegistry>().Of(guest.UserId).Length, "connections here");

        using var another = _nodes.StartAnother();
        await using var carol = await another.ConnectAsync("carol");
        Assert.Contains((await carol.JoinAsync(Room)).Present, user => user is { Name: "Robert" } && user.UserId == guest.UserId);
        var members = await carol.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = Room });
        Assert.Equal("Robert", members.Members.Single(member => member.UserId == guest.UserId).Name);
    }

    [Fact]
    public async Task The_settings_of_a_room_apply_on_a_node_that_loads_it_later_and_when_they_change()
    {
        await using var alice = await _nodes.Here.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await SetAsync(new() { Room = Room, Presence = RoomPresence.Off, Typing = false });
        await using var bob = await _nodes.There.ConnectAsync("bob", "messagepack");
        var joined = await bob.JoinAsync(Room);
        Assert.Equal((0, 0), (joined.Present.Length, joined.PresentCount));
        await SeenAsync(_nodes.Here, 2);
        await SeenAsync(_nodes.There, 2);
        await bob.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = Room });

        await SetAsync(new() { Room = Room, Presence = RoomPresence.Count, Typing = true });
        Assert.Equal((0, 2), await NextSizesAsync(bob));
        // Alice's own arrival, and that the room hid it again, may have been sent before.
        while (await NextSizesAsync(alice) != (0, 2))
            continue;
        var began = Stopwatch.GetTimestamp();
        await bob.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = Room });
        Assert.True((await alice.NextAsync<TypingChange>()).IsTyping);

        await SetAsync(new() { Room = Room, Presence = RoomPresence.Full, Typing = false });
        Assert.False((await alice.NextAsync<TypingChange>()).IsTyping);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, ChatLimits.TypingLifetime);
        Assert.Equal((2, 2), await NextSizesAsync(bob));

        Task SetAsync(SetRoomRequest settings) => alice.CallAsync(nameof(IChatHub.SetRoom), settings);
    }

    [Fact]
    public async Task A_flushed_Redis_is_filled_again_and_no_user_is_shown_as_gone()
    {
        await using var alice = await _nodes.Here.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await using var bob = await _nodes.There.ConnectAsync("bob");
        await bob.JoinAsync(Room);
        await JoinedAsync(alice, bob.Guest.UserId);

        await _nodes.Redis!.FlushAsync();
        await Eventually.HoldsAsync(async () =>
            (await _nodes.Redis.AskAsync("KEYS", "node:*:entries")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 2);

        await using var carol = await _nodes.There.ConnectAsync("carol");
        await carol.JoinAsync(Room);
        var change = await alice.NextAsync<PresenceChange>();
        Assert.Equal((0, 3), (change.Left.Length, change.Count));
    }

    /// <summary>Regression: a Redis outage longer than a lease left each room with only the users of its own node.</summary>
    [Fact]
    public async Task Without_Redis_a_node_shows_the_last_known_users_for_a_while_then_only_its_own()
    {
        await using var alice = await _nodes.Here.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await using var bob = await _nodes.There.ConnectAsync("bob");
        await bob.JoinAsync(Room);
        await JoinedAsync(alice, bob.Guest.UserId);

        _nodes.Redis!.Kill();
        var killed = Stopwatch.GetTimestamp();

        Assert.Equal([bob.Guest.UserId], (await alice.NextAsync<PresenceChange>()).Left.Select(user => user.UserId));
        Assert.InRange(Stopwatch.GetElapsedTime(killed), _keep, TimeSpan.MaxValue);
        await using var carol = await _nodes.Here.ConnectAsync("carol");
        Assert.Equal(2, (await carol.JoinAsync(Room)).PresentCount);
        await AssertListedAsync(carol, 2, [alice.Guest.UserId, carol.Guest.UserId]);

        await _nodes.Redis.StartAsync();

        await SeenAsync(_nodes.Here, 3);
        await SeenAsync(_nodes.There, 3);
    }

    private static async Task<(int Joined, int Count)> NextSizesAsync(TestClient client) =>
        await client.NextAsync<PresenceChange>() is var change ? (change.Joined.Length, change.Count) : default;

    private static async Task<PresenceChange> JoinedAsync(TestClient client, string userId)
    {
        while (true)
        {
            var change = await client.NextAsync<PresenceChange>();
            Assert.Empty(change.Left);
            if (change.Joined.Any(user => user.UserId == userId))
                return change;
        }
    }

    private static Task SeenAsync(ChatServer server, int count) =>
        Eventually.EqualAsync(count, () => server.Get<PresenceTracker>().Count(Room), "users present");

    private static async Task AssertListedAsync(TestClient client, int count, string[] present)
    {
        var members = await client.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = Room });
        Assert.Equal(present.Order(), members.Members.Where(member => member.IsPresent).Select(member => member.UserId).Order());
        var rooms = await client.CallAsync<ListRoomsResult>(nameof(IChatHub.ListRooms), new ListRoomsRequest { Limit = 10 });
        Assert.Equal(count, rooms.Rooms.Single(room => room.Room == Room).PresentCount);
    }

    private static bool SameUsers((string[] Users, int, int) expected, (string[] Users, int, int) actual) =>
        expected.Users.SequenceEqual(actual.Users) && (expected.Item2, expected.Item3) == (actual.Item2, actual.Item3);
}
