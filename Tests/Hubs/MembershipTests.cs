using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>The stored data of a member, and the end of delivery.</summary>
public sealed class MembershipTests : IDisposable
{
    private readonly ChatServer _server = new(services: HookedStore.Register);

    public void Dispose() => _server.Dispose();

    /// <summary>
    /// Regression: a private room listed a member under the bare id for ever, because only the first join of a room stored a
    /// name.
    /// </summary>
    [Fact]
    public async Task Joining_brings_the_name_of_a_member_made_by_configuration()
    {
        var guest = await _server.GuestAsync("alice");
        var owner = new ChatUser { UserId = guest.UserId, Name = guest.UserId };
        await _server.Get<IMessageStore>().ProvisionAsync("staff", [owner], 0);
        await using var alice = await TestClient.ConnectAsync(_server, guest, "json");

        var joined = await alice.JoinAsync("staff");

        var members = await alice.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = "staff" });
        Assert.Equal(
            new RoomMember { UserId = guest.UserId, Name = "alice", Role = RoomRoles.Owner, IsPresent = true },
            Assert.Single(members.Members));
        Assert.Equal([new ChatUser { UserId = guest.UserId, Name = "alice" }], joined.Present);
    }

    /// <summary>Regression: the membership was read before the subscription and again after it.</summary>
    [Fact]
    public async Task The_membership_of_one_who_comes_back_is_read_once()
    {
        using var server = new ChatServer(services: CountedRooms.Register);
        await using var alice = await server.ConnectAsync("alice");
        await alice.JoinAsync("lobby");
        await alice.SendAsync("lobby", "one");
        await using var again = await TestClient.ConnectAsync(server, alice.Guest, "json");
        var before = server.Get<CountedRooms>().Standings;

        await again.JoinAsync("lobby", after: 0);

        Assert.Equal(before + 1, server.Get<CountedRooms>().Standings);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task All_members_are_read_in_pages_by_id_and_the_overview_says_that_there_are_more(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync("staff");
        for (var i = 0; i < 3; i++)
        {
            await using var other = await _server.ConnectAsync($"other{i}");
            await other.JoinAsync("staff");
        }

        var (read, after) = (new List<RoomMember>(), (string?)null);
        for (var hasMore = true; hasMore; after = read[^1].UserId)
        {
            var request = new GetMembersRequest { Room = "staff", After = after, Limit = 2 };
            var page = await alice.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), request);
            Assert.Equal((2, 4), (page.Members.Length, page.MemberCount));
            read.AddRange(page.Members);
            hasMore = page.HasMore;
        }

        Assert.Equal(read.Select(member => member.UserId).Order(StringComparer.Ordinal), read.Select(member => member.UserId));
        Assert.True(read.Single(member => member.UserId == alice.Guest.UserId).IsPresent);
        var overview = await alice.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = "staff" });
        Assert.Equal((4, 4, false), (overview.Members.Length, overview.MemberCount, overview.HasMore));
        Assert.Equal(alice.Guest.UserId, overview.Members[0].UserId);
    }

    /// <summary>
    /// Regression: with a leave and a post in one transaction, the leaving user received an earlier revision than the last one
    /// delivered.
    /// </summary>
    [Fact]
    public async Task Nothing_numbered_after_the_removal_is_heard()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await using var bob = await _server.ConnectAsync("bob");
        await using var carol = await _server.ConnectAsync("carol");
        foreach (var client in new[] { alice, bob, carol })
            await client.JoinAsync("lobby");
        var door = new Gate();
        _server.Get<HookedStore>().BeforeCommit = door.PassAsync;
        var first = bob.SendAsync("lobby", "one");
        await door.Reached;
        var leaving = alice.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "lobby" });
        await Eventually.EqualAsync(1, () => _server.Get<CommandQueue>().Waiting.Count, "commands that wait");
        var second = carol.SendAsync("lobby", "two");
        await Eventually.EqualAsync(2, () => _server.Get<CommandQueue>().Waiting.Count, "commands that wait");

        door.Open();
        await Task.WhenAll(first, leaving, second);

        var removal = await alice.NextAsync<RoomRemoval>();
        await bob.SendAsync("lobby", "three");
        await bob.ReadThroughAsync(0, 4);
        Assert.Equal(2, removal.Revision);
        while (alice.HasUpdate)
            Assert.InRange((await alice.NextUpdateAsync()).Through, 1, removal.Revision);
    }

    [Fact]
    public async Task Closing_one_of_two_connections_does_not_end_the_typing_on_the_other()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        var guest = await _server.GuestAsync("alice");
        await using var stays = await TestClient.ConnectAsync(_server, guest, "json");
        await stays.JoinAsync("lobby");
        await using (var goes = await TestClient.ConnectAsync(_server, guest, "json"))
        {
            await goes.JoinAsync("lobby");
            await stays.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
        }
        await Eventually.EqualAsync(2, () => _server.Get<SignalRChat.Hubs.Delivery.LocalConnections>().Count, "connections");
        await stays.CallAsync(nameof(IChatHub.StopTyping), new StopTypingRequest { Room = "lobby" });

        Assert.True((await bob.NextAsync<TypingChange>()).IsTyping);
        Assert.False((await bob.NextAsync<TypingChange>()).IsTyping);
    }
}
