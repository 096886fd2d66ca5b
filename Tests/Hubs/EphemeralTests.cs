using System.Diagnostics;
using SignalRChat.Contracts;
using SignalRChat.Services.Typing;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Typing and presence on a real server. Other tests check their timers with a fake clock.</summary>
public sealed class EphemeralTests : IDisposable
{
    private readonly ChatServer _server = new(new()
    {
        ["Chat:Presence:LeaveDelay"] = "00:00:00.500",
        ["Chat:Presence:BatchInterval"] = "00:00:00.050",
    });

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Typing_is_announced_and_ended_by_a_stop_a_message_a_leave_and_a_disconnect(string protocol)
    {
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await bob.JoinAsync("lobby");
        Func<TestClient, Task>[] ends =
        [
            alice => alice.CallAsync(nameof(IChatHub.StopTyping), new StopTypingRequest { Room = "lobby" }),
            alice => alice.SendAsync("lobby", "done"),
            alice => alice.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "lobby" }),
            alice => UnsubscribeAsync(alice, "lobby"),
            alice => alice.DisposeAsync().AsTask(),
        ];
        foreach (var end in ends)
        {
            await using var alice = await _server.ConnectAsync("alice", protocol);
            await alice.JoinAsync("lobby");
            await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
            Assert.Equal((alice.Guest.UserId, true), Seen(await bob.NextAsync<TypingChange>()));
            await end(alice);
            Assert.Equal((alice.Guest.UserId, false), Seen(await bob.NextAsync<TypingChange>()));
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_room_shows_as_much_presence_as_its_owner_sets(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await using var carol = await _server.ConnectAsync("carol", protocol);
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        while ((await alice.NextAsync<PresenceChange>()).Count < 2)
            continue;

        await SetAsync(alice, new() { Room = "lobby", Presence = RoomPresence.Count });
        Assert.Equal((0, 0, 2), Sizes(await alice.NextAsync<PresenceChange>()));
        var counted = await carol.JoinAsync("lobby");
        Assert.Equal((0, 0, 3), Sizes(await alice.NextAsync<PresenceChange>()));
        Assert.Equal((0, 3), (counted.Present.Length, counted.PresentCount));
        Assert.Equal((0, 3), await ShownAsync(carol));

        await SetAsync(alice, new() { Room = "lobby", Presence = RoomPresence.Off });
        Assert.Equal((0, 0, 0), Sizes(await alice.NextAsync<PresenceChange>()));
        await using var dora = await _server.ConnectAsync("dora", protocol);
        var hidden = await dora.JoinAsync("lobby");
        Assert.Equal((0, 0), (hidden.Present.Length, hidden.PresentCount));
        Assert.Equal((0, 0), await ShownAsync(dora));

        // Nothing was sent in between: neither that dora joined nor a number.
        await SetAsync(alice, new() { Room = "lobby", Presence = RoomPresence.Full });
        Assert.Equal((4, 0, 4), Sizes(await alice.NextAsync<PresenceChange>()));
        Assert.Equal((4, 4), await ShownAsync(dora));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_room_without_typing_sends_none_and_ends_what_it_sent(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        var began = Stopwatch.GetTimestamp();
        await bob.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });

        await SetAsync(alice, new() { Room = "lobby", Typing = false });

        Assert.Equal((bob.Guest.UserId, true), Seen(await alice.NextAsync<TypingChange>()));
        Assert.Equal((bob.Guest.UserId, false), Seen(await alice.NextAsync<TypingChange>()));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, ChatLimits.TypingLifetime);
        await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
        await bob.CallAsync(nameof(IChatHub.StopTyping), new StopTypingRequest { Room = "lobby" });

        // The next event is not that of alice.
        await alice.JoinAsync("attic");
        await bob.JoinAsync("attic");
        await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "attic" });
        Assert.Equal("attic", (await bob.NextAsync<TypingChange>()).Room);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_user_who_may_not_post_does_not_type(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        var mute = new MuteMemberRequest { Room = "lobby", UserId = bob.Guest.UserId, Until = 4_000_000_000_000 };

        await alice.CallAsync(nameof(IChatHub.MuteMember), mute);
        await bob.NextUpdateAsync();
        await TypeAsync(bob);
        Assert.Equal(0, _server.Get<TypingTracker>().Count);
        await alice.CallAsync(nameof(IChatHub.MuteMember), mute with { Until = null });
        await SetAsync(alice, new() { Room = "lobby", Posting = RoomPosting.Moderators });
        while ((await bob.NextUpdateAsync()).Info is null)
            continue;
        await TypeAsync(bob);
        Assert.Equal(0, _server.Get<TypingTracker>().Count);

        await TypeAsync(alice);
        Assert.Equal((alice.Guest.UserId, true), Seen(await bob.NextAsync<TypingChange>()));
        await SetAsync(alice, new() { Room = "lobby", Posting = RoomPosting.Members });
        while ((await bob.NextUpdateAsync()).Info is null)
            continue;
        await TypeAsync(bob);
        Assert.Equal((bob.Guest.UserId, true), Seen(await alice.NextAsync<TypingChange>()));

        static Task TypeAsync(TestClient client) =>
            client.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
    }

    [Fact]
    public async Task Typing_without_an_end_ends_by_itself()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await using var bob = await _server.ConnectAsync("bob");
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });

        Assert.True((await bob.NextAsync<TypingChange>()).IsTyping);
        Assert.False((await bob.NextAsync<TypingChange>()).IsTyping);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Typing_is_sent_to_the_users_other_devices_and_not_to_the_one_that_types(string protocol)
    {
        var guest = await _server.GuestAsync("alice");
        await using var desk = await TestClient.ConnectAsync(_server, guest, protocol);
        await using var phone = await TestClient.ConnectAsync(_server, guest, protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        foreach (var one in (TestClient[])[desk, phone, bob])
            await one.JoinAsync("lobby");

        await desk.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
        await desk.SendAsync("lobby", "done");
        // A later event of the same room. When it arrives, no event of the desk itself is still under way.
        await bob.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });

        Assert.Equal((guest.UserId, true), Seen(await phone.NextAsync<TypingChange>()));
        Assert.Equal((guest.UserId, false), Seen(await phone.NextAsync<TypingChange>()));
        Assert.Equal((bob.Guest.UserId, true), Seen(await desk.NextAsync<TypingChange>()));
        Assert.Equal((guest.UserId, true), Seen(await bob.NextAsync<TypingChange>()));
        Assert.Equal((guest.UserId, false), Seen(await bob.NextAsync<TypingChange>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_with_two_connections_comes_once_and_goes_with_the_last_one(bool unsubscribes)
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        var guest = await _server.GuestAsync("alice");
        await using var first = await TestClient.ConnectAsync(_server, guest, "json");
        await using var second = await TestClient.ConnectAsync(_server, guest, "messagepack");
        await first.JoinAsync("lobby");
        // The arrival must be seen before the leave, because no member learns of a visit between two rounds.
        List<string> seen = [];
        await ReadToAsync("+" + guest.UserId);
        var joined = await second.JoinAsync("lobby");
        Assert.Equal((2, 2), (joined.PresentCount, joined.Present.Length));
        foreach (var connection in (TestClient[])[first, second])
            await (unsubscribes ? UnsubscribeAsync(connection, "lobby") : connection.DisposeAsync().AsTask());
        await ReadToAsync("-" + guest.UserId);

        Assert.Equal(["+" + guest.UserId, "-" + guest.UserId], seen.Where(one => one.EndsWith(guest.UserId, StringComparison.Ordinal)));

        async Task ReadToAsync(string wanted)
        {
            while (!seen.Contains(wanted))
            {
                var change = await bob.NextAsync<PresenceChange>();
                seen.AddRange(change.Joined.Select(user => "+" + user.UserId));
                seen.AddRange(change.Left.Select(user => "-" + user.UserId));
            }
        }
    }

    private static Task UnsubscribeAsync(TestClient client, string room) =>
        client.CallAsync(nameof(IChatHub.UnsubscribeRoom), new UnsubscribeRoomRequest { Room = room });

    private static Task SetAsync(TestClient owner, SetRoomRequest settings) => owner.CallAsync(nameof(IChatHub.SetRoom), settings);

    private static (int, int, int) Sizes(PresenceChange change) => (change.Joined.Length, change.Left.Length, change.Count);

    /// <summary>How many members of the lobby are shown as present, and the number in the list of rooms.</summary>
    private static async Task<(int, int)> ShownAsync(TestClient client)
    {
        var members = await client.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = "lobby" });
        var page = await client.CallAsync<GetMembersResult>(
            nameof(IChatHub.GetMembers), new GetMembersRequest { Room = "lobby", Limit = 10 });
        var rooms = await client.CallAsync<ListRoomsResult>(nameof(IChatHub.ListRooms), new ListRoomsRequest { Limit = 10 });
        var present = members.Members.Count(member => member.IsPresent);
        Assert.Equal(present, page.Members.Count(member => member.IsPresent));
        return (present, rooms.Rooms.Single(room => room.Room == "lobby").PresentCount);
    }

    private static (string, bool) Seen(TypingChange change) => (change.UserId, change.IsTyping);
}
