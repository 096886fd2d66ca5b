using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Rooms that users make, over a real connection. The stores' conformance suite tests the rules.</summary>
public sealed class RoomMakingTests : IDisposable
{
    private readonly ChatServer _server = new(new() { ["Chat:Limits:MembersPerRoom"] = "3" });

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_user_makes_a_private_room_and_adds_members_who_join_it(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await using var carol = await _server.ConnectAsync("carol", protocol);
        var request = new CreateRoomRequest
        {
            Kind = RoomKinds.Private,
            Title = "The plan",
            Data = """{"order":7}""",
            Members = [bob.Guest.UserId],
        };

        var made = await CreateAsync(alice, request);
        await RefusedAsync(ChatErrorCodes.RoomNotFound, () => carol.JoinAsync(made.Room));
        var added = await AddAsync(alice, made.Room, carol.Guest.UserId, RoomRoles.Moderator);

        Assert.Equal((RoomRoles.Owner, 32), (made.Role, made.Room.Length));
        Assert.Equal((made.Room, carol.Guest.UserId, RoomRoles.Moderator), (added.Room, added.UserId, added.Role));
        Assert.Equal(RoomRoles.Owner, (await alice.JoinAsync(made.Room)).Role);
        Assert.Equal(RoomRoles.Member, (await bob.JoinAsync(made.Room)).Role);
        Assert.Equal(RoomRoles.Moderator, (await carol.JoinAsync(made.Room)).Role);
        await RefusedAsync(ChatErrorCodes.RoomFull, () => AddAsync(alice, made.Room, "dave"));
        await RefusedAsync(ChatErrorCodes.RoomFull, () => CreateAsync(alice, request with { Members = ["a", "b", "c"] }));
    }

    [Fact]
    public async Task A_name_that_is_taken_and_a_name_of_a_direct_room_are_refused()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await using var bob = await _server.ConnectAsync("bob");
        var request = new CreateRoomRequest { Room = "hall", Kind = RoomKinds.Public };

        var made = await CreateAsync(alice, request);

        Assert.Equal(made, await CreateAsync(alice, request));
        await RefusedAsync(ChatErrorCodes.RoomExists, () => CreateAsync(bob, request));
        var direct = SignalRChat.Common.DirectRooms.NameOf("alice", "bob");
        await RefusedAsync(ChatErrorCodes.InvalidArgument, () => CreateAsync(bob, request with { Room = direct }));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, () => bob.JoinAsync(direct));
    }

    [Theory]
    [InlineData("secret", null, 0)]
    [InlineData("direct", null, 0)]
    [InlineData("private", "", 0)]
    [InlineData("private", "\u200b", 0)]
    [InlineData("private", "a\nb", 0)]
    [InlineData("private", null, 101)]
    public async Task A_room_without_a_kind_or_with_a_bad_title_or_too_many_members_is_refused(string kind, string? title, int members)
    {
        await using var alice = await _server.ConnectAsync("alice");
        string[] others = [.. Enumerable.Range(0, members).Select(n => $"user{n}")];

        await RefusedAsync(
            ChatErrorCodes.InvalidArgument, () => CreateAsync(alice, new() { Kind = kind, Title = title, Members = others }));
    }

    private static Task<CreateRoomResult> CreateAsync(TestClient client, CreateRoomRequest request) =>
        client.CallAsync<CreateRoomResult>(nameof(IChatHub.CreateRoom), request);

    private static Task<AddMemberResult> AddAsync(TestClient client, string room, string userId, string? role = null) =>
        client.CallAsync<AddMemberResult>(nameof(IChatHub.AddMember), new AddMemberRequest { Room = room, UserId = userId, Role = role });

    private static async Task RefusedAsync(string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HubException>(call);
        Assert.Contains($"HubException: {code}: ", refused.Message, StringComparison.Ordinal);
    }
}
