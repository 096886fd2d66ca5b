using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Joining a room, rejoining it, and leaving it.</summary>
public sealed class JoinTests : IDisposable
{
    private const string Room = "lobby";

    private readonly ChatServer _server = new(
        new()
        {
            ["Chat:Limits:RoomsPerConnection"] = "2",
            ["Chat:Limits:RoomsMadePerUser"] = "3",
            ["Chat:Limits:CatchUpPageSize"] = "3",
            ["Chat:Feed:RingSize"] = "4",
            ["Chat:PrivateRooms:den:0"] = "someone-else",
        },
        HookedStore.Register);

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_join_returns_the_limits_of_the_server(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);

        var limits = (await alice.JoinAsync(Room)).Limits;

        Assert.Equal(new RoomLimits { RoomsPerConnection = 2, CatchUpPageSize = 3 }, limits);
        Assert.Equal(limits, (await alice.JoinAsync(Room, after: 0)).Limits);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Without_a_cursor_the_newest_50_are_answered_and_the_client_starts_over(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);
        await _server.PostManyAsync(Room, alice.Guest, 60, 1);

        await using var bob = await _server.ConnectAsync("bob", protocol);
        var joined = await bob.JoinAsync(Room);

        Assert.Equal((true, 60, 60, 60), (joined.Reset, joined.Head, joined.Update.After, joined.Update.Through));
        Assert.Equal(Enumerable.Range(11, 50).Select(place => (long)place), joined.Update.Messages.Select(message => message.Sequence));
        Assert.Equal(("member", 2), (joined.Role, joined.PresentCount));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task With_a_cursor_what_changed_since_is_answered_in_pages(long cursor)
    {
        await using var alice = await _server.ConnectAsync("alice");
        var epoch = (await alice.JoinAsync(Room)).Epoch;
        await _server.PostManyAsync(Room, alice.Guest, 10, 1);

        await using var bob = await _server.ConnectAsync("bob");
        var missed = await bob.CatchUpAsync(Room, cursor, epoch, limit: 3);

        Assert.Equal(
            Enumerable.Range((int)cursor + 1, 10 - (int)cursor).Select(place => (long)place),
            missed.Select(message => message.Sequence));
    }

    [Theory]
    [InlineData(11, null)]
    [InlineData(0, "another epoch")]
    public async Task A_cursor_that_cannot_be_honoured_starts_over(long cursor, string? epoch)
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await _server.PostManyAsync(Room, alice.Guest, 10, 1);

        var joined = await alice.JoinAsync(Room, cursor, epoch);

        Assert.Equal((true, 10, 10), (joined.Reset, joined.Update.Through, joined.Update.Messages.Length));
    }

    [Fact]
    public async Task A_cursor_beyond_the_head_is_refused_when_it_asks_for_updates()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync(Room);

        var refused = await Assert.ThrowsAsync<HubException>(() =>
            alice.CallAsync<GetUpdatesResult>(nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = 1, Limit = 1 }));

        Assert.Contains("cursor-unknown: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_committed_between_taking_the_place_and_reading_is_not_lost()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await using var bob = await _server.ConnectAsync("bob");
        var door = new Gate();
        _server.Get<HookedStore>().BeforeRead = door.PassAsync;
        var joining = bob.JoinAsync(Room);
        await door.Reached;

        await alice.SendAsync(Room, "meanwhile");
        _server.Get<HookedStore>().BeforeRead = null;
        door.Open();
        var joined = await joining;
        await alice.SendAsync(Room, "later");

        var heard = await bob.ReadThroughAsync(joined.Head, 2);
        Assert.Equal(["meanwhile", "later"], joined.Update.Messages.Concat(heard).Select(message => message.Text));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_user_makes_no_more_rooms_than_the_limit_over_all_connections(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync("one");
        await alice.JoinAsync("two");
        await using var again = await TestClient.ConnectAsync(_server, alice.Guest, protocol);
        await again.JoinAsync("three");

        var refused = await Assert.ThrowsAsync<HubException>(() => again.JoinAsync("four"));

        Assert.Contains("too-many-rooms-made: ", refused.Message, StringComparison.Ordinal);
        // An empty room counts for a day, or a user could create rooms without end. The user can create it again.
        await alice.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "two" });
        await Assert.ThrowsAsync<HubException>(() => again.JoinAsync("four"));
        await again.JoinAsync("two");
    }

    [Fact]
    public async Task A_connection_may_be_in_so_many_rooms()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync("one");
        await alice.JoinAsync("two");

        var refused = await Assert.ThrowsAsync<HubException>(() => alice.JoinAsync("three"));

        Assert.Contains("too-many-rooms: ", refused.Message, StringComparison.Ordinal);
        await alice.JoinAsync("two");
        await alice.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "one" });
        await alice.JoinAsync("three");
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_connection_that_unsubscribes_receives_the_room_no_more_and_may_join_another(string protocol)
    {
        var guest = await _server.GuestAsync("alice");
        await using var first = await TestClient.ConnectAsync(_server, guest, protocol);
        await using var second = await TestClient.ConnectAsync(_server, guest, protocol);
        foreach (var room in (string[])[Room, "two"])
            await first.JoinAsync(room);
        await second.JoinAsync(Room);

        // Another one is of a private room, and one does not exist: neither is said.
        foreach (var room in (string[])[Room, Room, "den", "none"])
            await UnsubscribeAsync(first, room);
        await second.SendAsync(Room, "one");
        await first.JoinAsync("three");

        Assert.Equal(["one"], (await second.ReadThroughAsync(0, 1)).Select(message => message.Text));
        Assert.False(first.HasUpdate);
        await Assert.ThrowsAsync<HubException>(() => first.JoinAsync(Room));
        await UnsubscribeAsync(first, "three");
        var again = await first.JoinAsync(Room, after: 0);
        // The membership has not ended, or the cursor would be refused.
        Assert.Equal((RoomRoles.Owner, "one"), (again.Role, Assert.Single(again.Update.Messages).Text));
        Assert.False(first.HasUpdate);
    }

    [Fact]
    public async Task Joining_unsubscribing_and_joining_in_a_row_ends_joined()
    {
        await using var alice = await _server.ConnectAsync("alice");
        Task[] calls = [alice.JoinAsync(Room), UnsubscribeAsync(alice, Room), alice.JoinAsync(Room), alice.SendAsync(Room, "one")];
        await Task.WhenAll(calls);

        Assert.Equal("one", Assert.Single((await alice.NextUpdateAsync()).Messages).Text);
        Assert.Equal((1, 1), (_server.Get<RoomFeeds>().Count, _server.Get<LocalGroups>().Count));
        await UnsubscribeAsync(alice, Room);
        Assert.Equal((0, 0), (_server.Get<RoomFeeds>().Count, _server.Get<LocalGroups>().Count));
    }

    [Fact]
    public async Task A_private_room_is_refused_and_not_heard()
    {
        await using var alice = await _server.ConnectAsync("alice");

        var refused = await Assert.ThrowsAsync<HubException>(() => alice.JoinAsync("den"));

        Assert.Contains("room-not-found: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (_server.Get<RoomFeeds>().Count, _server.Get<LocalGroups>().Count));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Leaving_ends_hearing_on_every_connection_of_the_user(string protocol)
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync(Room);
        var guest = await _server.GuestAsync("alice");
        await using var first = await TestClient.ConnectAsync(_server, guest, protocol);
        await using var second = await TestClient.ConnectAsync(_server, guest, protocol);
        await first.JoinAsync(Room);
        await second.JoinAsync(Room);
        await bob.SendAsync(Room, "one");

        await first.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Room });

        Assert.Equal(new RoomRemoval { Room = Room, Code = RoomRemovalCodes.Left, Revision = 2 }, await second.NextAsync<RoomRemoval>());
        Assert.Equal(RoomRemovalCodes.Left, (await first.NextAsync<RoomRemoval>()).Code);
        await Assert.ThrowsAsync<HubException>(() => second.SendAsync(Room, "no longer"));
        await bob.SendAsync(Room, "two");
        var back = await second.JoinAsync(Room);
        Assert.Equal(["one", "two"], back.Update.Messages.Select(message => message.Text));
        Assert.Equal(["one"], (await second.ReadThroughAsync(0, 1)).Select(message => message.Text));
    }

    /// <summary>Regression: a join under way while the user left on another connection was answered as a success.</summary>
    [Fact]
    public async Task A_join_during_which_the_user_left_elsewhere_is_refused()
    {
        var guest = await _server.GuestAsync("alice");
        await using var first = await TestClient.ConnectAsync(_server, guest, "json");
        await using var second = await TestClient.ConnectAsync(_server, guest, "json");
        await first.JoinAsync(Room);
        var door = new Gate();
        _server.Get<HookedStore>().BeforeRead = door.PassAsync;
        var joining = second.JoinAsync(Room);
        await door.Reached;

        await first.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Room });
        _server.Get<HookedStore>().BeforeRead = null;
        door.Open();

        var refused = await Assert.ThrowsAsync<HubException>(() => joining);
        Assert.Contains("not-a-member: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (_server.Get<RoomFeeds>().Count, _server.Get<LocalGroups>().Count));
    }

    private static Task UnsubscribeAsync(TestClient client, string room) =>
        client.CallAsync(nameof(IChatHub.UnsubscribeRoom), new UnsubscribeRoomRequest { Room = room });

    /// <summary>
    /// Regression: after a failed read for a member, the server closed the connection in a way that made the client not
    /// reconnect.
    /// </summary>
    [Fact]
    public async Task A_member_that_cannot_be_read_for_is_closed_and_may_come_back()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        using var bob = await _server.ConnectRawAsync("bob");
        var door = new Gate();
        var store = _server.Get<HookedStore>();
        store.BeforeRead = door.PassAsync;
        await bob.InvokeAsync(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = Room });
        await door.Reached;
        store.BeforeRead = () => throw new InvalidOperationException("a defect");
        await _server.PostManyAsync(Room, alice.Guest, 10, 1);
        await alice.ReadThroughAsync(0, 10);
        door.Open();

        var close = await bob.ReadUntilAsync(record => record.Contains("\"type\":7", StringComparison.Ordinal));
        Assert.Contains("\"allowReconnect\":true", close, StringComparison.Ordinal);
        Assert.Null(await bob.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.InternalServerError, bob.CloseStatus);
    }
}
