using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Auth.Guests;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>
/// A user who returns with another name in a new token: all members of the room receive it, and nothing restores the old one.
/// </summary>
public sealed class NewNameTests : IDisposable
{
    private const string Room = "lobby";

    private readonly Door _door = new();
    private readonly ChatServer _server;

    public NewNameTests() => _server = new(services: services =>
    {
        HookedStore.Register(services);
        services.AddSingleton<IRoomAuthority>(_door);
    });

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_new_name_is_announced_and_stays_when_its_device_is_gone(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);
        var guest = await _server.GuestAsync("Bob");
        await using var old = await TestClient.ConnectAsync(_server, guest, protocol);
        await old.JoinAsync(Room);
        await AnnouncedAsync(alice, guest.UserId, "Bob");

        await using (var device = await TestClient.ConnectAsync(_server, Renamed(guest, "Robert"), protocol))
        {
            Assert.Equal("Robert", NameIn((await device.JoinAsync(Room)).Present, guest.UserId));
            var received = await AnnouncedAsync(alice, guest.UserId, "Robert");
            Assert.Equal((1, 0, 2), (received.Joined.Length, received.Left.Length, received.Count));
        }

        // A second join of the old connection stores no name.
        await old.JoinAsync(Room);
        await using var carol = await _server.ConnectAsync("carol", protocol);
        Assert.Equal("Robert", NameIn((await carol.JoinAsync(Room)).Present, guest.UserId));
        var members = await carol.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = Room });
        Assert.Equal("Robert", members.Members.Single(member => member.UserId == guest.UserId).Name);
        await AnnouncedAsync(alice, carol.Guest.UserId, "carol");
    }

    /// <summary>Regression: the user was a member again unasked, because a member who brings a name is not asked for.</summary>
    [Fact]
    public async Task A_new_name_does_not_bring_back_a_user_who_was_removed_meanwhile()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await using var bob = await _server.ConnectAsync("Bob");
        await bob.JoinAsync(Room);
        _door.IsClosed = true;
        await using var again = await TestClient.ConnectAsync(_server, Renamed(bob.Guest, "Robert"), "json");
        var store = _server.Get<HookedStore>();
        store.BeforeCommit = async () =>
        {
            store.BeforeCommit = null;
            var owner = new ChatUser { UserId = alice.Guest.UserId, Name = "alice" };
            await store.CommitAsync([new KickCommand(Room, owner, bob.Guest.UserId)], now: 1, CancellationToken.None);
        };

        var refused = await Assert.ThrowsAsync<HubException>(() => again.JoinAsync(Room));

        Assert.Contains($"{ChatErrorCodes.Forbidden}: ", refused.Message, StringComparison.Ordinal);
    }

    private GuestTokenResult Renamed(GuestTokenResult guest, string name) =>
        _server.Get<GuestTokenIssuer>().Give(guest.UserId, name, TimeProvider.System.GetUtcNow());

    /// <summary>Returns the next change about this user, which must have this name.</summary>
    private static async Task<PresenceChange> AnnouncedAsync(TestClient client, string userId, string name)
    {
        while (true)
        {
            var change = await client.NextAsync<PresenceChange>();
            if (NameIn(change.Joined, userId) is not { } received)
                continue;
            Assert.Equal(name, received);
            return change;
        }
    }

    private sealed class Door : IRoomAuthority
    {
        public bool IsClosed { get; set; }

        public ValueTask<bool> MayCreateAsync(RoomCreationRequest room, CancellationToken cancellationToken) => new(!IsClosed);

        public ValueTask<bool> MayJoinAsync(RoomJoinRequest join, CancellationToken cancellationToken) => new(!IsClosed);
    }

    private static string? NameIn(ChatUser[] users, string userId) => Array.Find(users, user => user.UserId == userId)?.Name;
}
