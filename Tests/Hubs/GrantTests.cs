using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>What the claim <c>chat</c> of a token permits and restricts, on a server where only tokens permit to make rooms.</summary>
public sealed class GrantTests : IAsyncLifetime, IDisposable
{
    private TokenIssuer _issuer = null!;
    private ChatServer _server = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _server = new(new(_issuer.Settings) { ["Chat:Rooms:Create"] = "Claim" });
    }

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Only_users_whose_token_lists_the_kind_make_rooms(string protocol)
    {
        await using var alice = await ConnectAsync("alice", """{"create":["public"]}""", protocol);
        await using var bob = await ConnectAsync("bob", null, protocol);
        await using var carol = await ConnectAsync("carol", """{"create":["private"]}""", protocol);

        await RefusedAsync(ChatErrorCodes.RoomNotFound, () => bob.JoinAsync("lobby"));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, () => carol.JoinAsync("lobby", after: 0));
        var made = await alice.JoinAsync("lobby");
        var joined = await bob.JoinAsync("lobby");

        Assert.Equal((RoomRoles.Owner, RoomRoles.Member), (made.Role, joined.Role));
    }

    [Fact]
    public async Task Where_the_server_alone_makes_rooms_no_token_permits_it()
    {
        await using var server = new ChatServer(new(_issuer.Settings) { ["Chat:Rooms:Create"] = "Server" });
        await using var alice = await ConnectAsync("alice", """{"create":["public"]}""", server: server);

        await RefusedAsync(ChatErrorCodes.RoomNotFound, () => alice.JoinAsync("lobby"));
    }

    [Fact]
    public async Task A_user_restricted_to_rooms_reaches_no_other_by_any_method()
    {
        await using var owner = await ConnectAsync("owner", """{"create":["public"]}""");
        await using var alice = await ConnectAsync("alice", """{"rooms":["acme.*","hall"]}""");
        foreach (var room in new[] { "acme.one", "acmes", "hall", "lobby" })
            await owner.JoinAsync(room);

        await alice.JoinAsync("acme.one");
        await alice.JoinAsync("hall");
        await owner.CallAsync<AddMemberResult>(nameof(IChatHub.AddMember), new AddMemberRequest { Room = "lobby", UserId = "alice" });

        var inbox = await alice.CallAsync<FollowInboxResult>(nameof(IChatHub.FollowInbox), new FollowInboxRequest());
        Assert.Equal((3, "acme.one,hall"), (inbox.Through, string.Join(',', inbox.Entries.Select(entry => entry.Room))));
        var methods = typeof(IChatHub).GetMethods().Where(
            method => method.Name is not (nameof(IChatHub.LeaveRoom) or nameof(IChatHub.UnsubscribeRoom)));
        foreach (var method in methods.Where(method => RoomOf(method) is not null))
        {
            foreach (var room in new[] { "acmes", "lobby", "none" })
                await RefusedAsync(ChatErrorCodes.Forbidden, () => alice.CallAsync(method.Name, Request(method, room)));
        }
        var request = new ListRoomsRequest { Limit = 1, After = "acme.one" };
        var listed = await alice.CallAsync<ListRoomsResult>(nameof(IChatHub.ListRooms), request);
        Assert.Equal("hall", Assert.Single(listed.Rooms).Room);
    }

    /// <summary>Regression: one call read all rooms that the token does not permit.</summary>
    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task One_call_of_a_user_restricted_to_rooms_reads_only_so_many_others(string protocol)
    {
        await using var owner = await ConnectAsync("owner", """{"create":["public"]}""");
        foreach (var room in Enumerable.Range(0, 12).Select(number => $"room-{number:00}").Append("shop.eu"))
            await owner.JoinAsync(room);
        await using var anywhere = await ConnectAsync("anywhere", """{"rooms":["*.eu"]}""", protocol);
        await using var shops = await ConnectAsync("shops", """{"rooms":["none","shop.*"]}""", protocol);

        var first = await ListAsync(anywhere, after: null);
        var rest = await ListAsync(anywhere, first.Next);

        Assert.Equal((0, true, "room-09"), (first.Rooms.Length, first.HasMore, first.Next));
        Assert.Equal(("shop.eu", null), (Assert.Single(rest.Rooms).Room, rest.Next));
        // If the beginning of the names is known, the others are not read at all.
        Assert.Equal("shop.eu", Assert.Single((await ListAsync(shops, after: null)).Rooms).Room);
        Assert.Equal((0, false), await ListAsync(shops, "shop.eu") is var end ? (end.Rooms.Length, end.HasMore) : default);

        static Task<ListRoomsResult> ListAsync(TestClient client, string? after) =>
            client.CallAsync<ListRoomsResult>(nameof(IChatHub.ListRooms), new ListRoomsRequest { Limit = 1, After = after });
    }

    [Fact]
    public async Task A_moderator_by_token_has_the_role_in_the_rooms_that_it_joined()
    {
        await using var owner = await ConnectAsync("owner", """{"create":["public"]}""");
        await using var alice = await ConnectAsync("alice", """{"role":"moderator"}""");
        await using var bob = await ConnectAsync("bob", null);
        await owner.JoinAsync("lobby");
        await bob.JoinAsync("lobby");
        await RefusedAsync(ChatErrorCodes.NotAMember, () => KickAsync(alice, "bob"));

        Assert.Equal(RoomRoles.Moderator, (await alice.JoinAsync("lobby")).Role);

        await KickAsync(alice, "bob");
        await RefusedAsync(ChatErrorCodes.Forbidden, () => KickAsync(alice, "owner"));
        Assert.Equal(RoomRemovalCodes.Kicked, (await bob.NextAsync<RoomRemoval>()).Code);
    }

    [Fact]
    public async Task A_direct_room_has_no_moderator_by_token()
    {
        await using var alice = await ConnectAsync("alice", """{"role":"moderator","create":["direct"]}""");
        var opened = await alice.CallAsync<OpenDirectResult>(nameof(IChatHub.OpenDirect), new OpenDirectRequest { UserId = "bob" });

        Assert.Equal(RoomRoles.Member, (await alice.JoinAsync(opened.Room)).Role);

        var list = new ListBansRequest { Room = opened.Room, Limit = 1 };
        await RefusedAsync(ChatErrorCodes.Forbidden, () => alice.CallAsync(nameof(IChatHub.ListBans), list));
    }

    [Fact]
    public async Task The_messages_of_a_service_are_of_the_kind_system()
    {
        await using var service = await ConnectAsync("service", """{"create":["public"],"act":"service"}""");
        await service.JoinAsync("lobby");
        await service.SendAsync("lobby", "Your order was shipped.");

        Assert.Equal(MessageKinds.System, (await service.NextUpdateAsync()).Messages[0].Kind);
    }

    private static Task<RemoveMemberResult> KickAsync(TestClient client, string userId) => client.CallAsync<RemoveMemberResult>(
        nameof(IChatHub.KickMember), new KickMemberRequest { Room = "lobby", UserId = userId });

    private static PropertyInfo? RoomOf(MethodInfo method) =>
        method.GetParameters()[0].ParameterType.GetProperty(nameof(JoinRoomRequest.Room));

    private static object Request(MethodInfo method, string room) =>
        HubRequests.Valid(method.GetParameters()[0].ParameterType, room, "bob");

    private static async Task RefusedAsync(string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HubException>(call);
        Assert.Contains($"HubException: {code}: ", refused.Message, StringComparison.Ordinal);
    }

    private Task<TestClient> ConnectAsync(string user, string? claim, string protocol = "json", ChatServer? server = null)
    {
        object? chat = claim is null ? null : JsonSerializer.Deserialize<JsonElement>(claim);
        var token = _issuer.Mint(user, draft => draft.Claims["chat"] = chat);
        return TestClient.ConnectAsync(server ?? _server, new GuestTokenResult { UserId = user, AccessToken = token }, protocol);
    }
}
