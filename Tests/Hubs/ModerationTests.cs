using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Services.Feed;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>
/// Roles, kick and ban on one node, on both protocols. The stores' conformance suite tests what the roles permit.
/// </summary>
public sealed class ModerationTests : IDisposable
{
    private const string Room = "lobby";

    private readonly ChatServer _server = new(new()
    {
        ["Chat:Liveness:StallTimeout"] = "00:10:00",
        ["Chat:Liveness:ClientTimeout"] = "00:10:00",
    });

    public static TheoryData<string> Protocols => ["json", "messagepack"];

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_kicked_user_is_informed_on_every_connection_and_may_come_back(string protocol)
    {
        await using var alice = await JoinedAsync("alice");
        var bob = await _server.GuestAsync("bob");
        await using var desk = await TestClient.ConnectAsync(_server, bob, protocol);
        await using var phone = await TestClient.ConnectAsync(_server, bob, "json");
        await desk.JoinAsync(Room);
        await phone.JoinAsync(Room);
        await alice.SendAsync(Room, "one");

        var kicked = await KickAsync(alice, bob.UserId);
        await alice.SendAsync(Room, "two");
        await alice.ReadThroughAsync(0, 3);

        Assert.Equal(new RemoveMemberResult { Room = Room, UserId = bob.UserId, Revision = 2 }, kicked);
        foreach (var client in new[] { desk, phone })
        {
            var removal = await client.NextAsync<RoomRemoval>();
            Assert.Equal(new RoomRemoval { Room = Room, Code = RoomRemovalCodes.Kicked, Revision = 2 }, removal);
            Assert.Equal(["one"], (await client.ReadThroughAsync(0, 2)).Select(message => message.Text));
            await RefusedAsync(ChatErrorCodes.NotAMember, () => client.SendAsync(Room, "no longer"));
            await RefusedAsync(ChatErrorCodes.NotAMember, () => UpdatesAsync(client, after: 1));
            Assert.False(client.HasUpdate);
        }
        await RefusedAsync(ChatErrorCodes.NotAMember, () => phone.JoinAsync(Room, after: 1));
        await RefusedAsync(ChatErrorCodes.NotAMember, () => phone.JoinAsync(Room, after: 2));
        Assert.Equal(["one", "two"], (await desk.JoinAsync(Room)).Update.Messages.Select(message => message.Text));
        Assert.Equal(["two"], (await phone.JoinAsync(Room, after: 2)).Update.Messages.Select(message => message.Text));
        await alice.SendAsync(Room, "three");
        Assert.Equal(["three"], (await desk.ReadThroughAsync(4, 5)).Select(message => message.Text));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_banned_user_stays_out_until_the_ban_is_lifted(string protocol)
    {
        await using var alice = await JoinedAsync("alice", protocol);
        await using var bob = await JoinedAsync("bob", protocol);

        var ban = new BanMemberRequest { Room = Room, UserId = bob.Guest.UserId };
        await alice.CallAsync<RemoveMemberResult>(nameof(IChatHub.BanMember), ban);

        Assert.Equal(RoomRemovalCodes.Banned, (await bob.NextAsync<RoomRemoval>()).Code);
        await RefusedAsync(ChatErrorCodes.Banned, () => bob.JoinAsync(Room, after: 0));
        await alice.CallAsync(nameof(IChatHub.UnbanMember), new UnbanMemberRequest { Room = Room, UserId = bob.Guest.UserId });
        Assert.Equal(RoomRoles.Member, (await bob.JoinAsync(Room)).Role);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task An_owner_makes_a_moderator_who_may_kick_members_and_not_the_owner(string protocol)
    {
        await using var alice = await JoinedAsync("alice", protocol);
        await using var bob = await JoinedAsync("bob", protocol);
        await using var carol = await JoinedAsync("carol", protocol);
        await RefusedAsync(ChatErrorCodes.Forbidden, () => KickAsync(bob, carol.Guest.UserId));

        await SetRoleAsync(alice, bob.Guest.UserId, RoomRoles.Moderator);

        Assert.Equal(RoomRoles.Moderator, (await bob.JoinAsync(Room)).Role);
        await RefusedAsync(ChatErrorCodes.Forbidden, () => KickAsync(bob, alice.Guest.UserId));
        await RefusedAsync(ChatErrorCodes.Forbidden, () => SetRoleAsync(bob, carol.Guest.UserId, RoomRoles.Moderator));
        await RefusedAsync(ChatErrorCodes.LastOwner, () => SetRoleAsync(alice, alice.Guest.UserId, RoomRoles.Member));
        await RefusedAsync(ChatErrorCodes.MemberNotFound, () => SetRoleAsync(alice, "nobody", RoomRoles.Member));
        await KickAsync(bob, carol.Guest.UserId);
        await carol.NextAsync<RoomRemoval>();
    }

    [Theory]
    [InlineData("", RoomRoles.Member)]
    [InlineData("a\nb", RoomRoles.Member)]
    [InlineData("bob", "king")]
    public async Task What_is_no_user_id_or_no_role_is_refused(string userId, string role)
    {
        await using var alice = await JoinedAsync("alice");
        await RefusedAsync(ChatErrorCodes.InvalidArgument, () => SetRoleAsync(alice, userId, role));
    }

    [Fact]
    public async Task A_kicked_user_is_not_present_and_hears_of_no_user()
    {
        await using var alice = await JoinedAsync("alice");
        await using var bob = await JoinedAsync("bob");
        while ((await alice.NextAsync<PresenceChange>()).Count < 2)
        {
        }
        await bob.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = Room });
        Assert.True((await alice.NextAsync<TypingChange>()).IsTyping);

        await KickAsync(alice, bob.Guest.UserId);

        Assert.False((await alice.NextAsync<TypingChange>()).IsTyping);
        Assert.Equal([bob.Guest.UserId], (await alice.NextAsync<PresenceChange>()).Left.Select(user => user.UserId));
        await bob.NextAsync<RoomRemoval>();
        var typing = new StartTypingRequest { Room = Room };
        await RefusedAsync(ChatErrorCodes.NotAMember, () => bob.CallAsync(nameof(IChatHub.StartTyping), typing));
        var members = await alice.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = Room });
        Assert.Equal(alice.Guest.UserId, Assert.Single(members.Members).UserId);
    }

    /// <summary>
    /// One connection reads, another does not and is far behind, while four members post as fast as they can.
    /// </summary>
    [Fact]
    public async Task At_full_speed_nothing_numbered_after_the_removal_arrives_not_even_late()
    {
        await using var alice = await JoinedAsync("alice");
        await using var bob = await JoinedAsync("bob", "messagepack");
        using var lagging = await _server.ConnectRawAsync(bob.Guest, receiveBuffer: 4096);
        await lagging.JoinAsync(Room);
        using var stop = new CancellationTokenSource();
        var posting = PostUntilAsync(alice.Guest, stop.Token);
        await Eventually.TrueAsync(() => bob.HasUpdate, "messages");

        var kicked = await KickAsync(alice, bob.Guest.UserId);
        Assert.Equal(kicked.Revision, (await bob.NextAsync<RoomRemoval>()).Revision);
        await Eventually.TrueAsync(
            () => _server.Get<RoomFeeds>().Snapshot()[0].Position > kicked.Revision + 500, "messages after the removal");
        await stop.CancelAsync();
        await posting;

        await RefusedAsync(ChatErrorCodes.NotAMember, () => UpdatesAsync(bob, after: 1));
        while (bob.HasUpdate)
            Assert.InRange((await bob.NextUpdateAsync()).Through, 1, kicked.Revision);
        long last = 0;
        while (await lagging.ReadUntilAsync(IsOfTheRoom) is { } record && !record.Contains("RemovedFromRoom", StringComparison.Ordinal))
            last = Math.Max(last, RawClient.Update(record).Through);
        Assert.InRange(last, 1, kicked.Revision);
        await lagging.InvokeAsync(nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = last, Limit = 200 });
        var next = await lagging.ReadUntilAsync(
            record => IsOfTheRoom(record) || record.Contains("\"type\":3", StringComparison.Ordinal));
        Assert.Contains("not-a-member", next, StringComparison.Ordinal);
    }

    private static bool IsOfTheRoom(string record) =>
        record.Contains("RoomUpdated", StringComparison.Ordinal) || record.Contains("RemovedFromRoom", StringComparison.Ordinal);

    private async Task PostUntilAsync(GuestTokenResult guest, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await _server.PostManyAsync(Room, guest, 100, 500);
    }

    private async Task<TestClient> JoinedAsync(string name, string protocol = "json")
    {
        var client = await _server.ConnectAsync(name, protocol);
        await client.JoinAsync(Room);
        return client;
    }

    private static Task<RemoveMemberResult> KickAsync(TestClient client, string userId) =>
        client.CallAsync<RemoveMemberResult>(nameof(IChatHub.KickMember), new KickMemberRequest { Room = Room, UserId = userId });

    private static Task SetRoleAsync(TestClient client, string userId, string role) =>
        client.CallAsync(nameof(IChatHub.SetRole), new SetRoleRequest { Room = Room, UserId = userId, Role = role });

    private static Task<GetUpdatesResult> UpdatesAsync(TestClient client, long after) =>
        client.CallAsync<GetUpdatesResult>(nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = after, Limit = 10 });

    private static async Task RefusedAsync(string code, Func<Task> call) =>
        Assert.Contains($"HubException: {code}: ", (await Assert.ThrowsAsync<HubException>(call)).Message, StringComparison.Ordinal);
}
