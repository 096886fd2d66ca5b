using System.Diagnostics;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Users;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>A ban and a revocation on one node act on the other within 2 s, with Redis dead: only the database informs it.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class RevocationAcrossNodesTests(PostgresFixture fixture)
{
    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Users_are_ended_and_refused_on_the_other_node_with_Redis_dead()
    {
        using var nodes = await TwoServers.StartAsync(fixture.Server, withRedis: true);
        var (alice, bob) = (await nodes.There.GuestAsync("alice"), await nodes.There.GuestAsync("bob"));
        await using var banned = await TestClient.ConnectAsync(nodes.There, alice, "json");
        await using var revoked = await TestClient.ConnectAsync(nodes.There, bob, "messagepack");
        await using var carol = await nodes.There.ConnectAsync("carol");
        nodes.Redis!.Kill();
        await Eventually.TrueAsync(() => nodes.There.Get<BackplaneState>().DegradedReason is not null, "the loss of Redis");
        var users = nodes.Here.Get<UserService>();

        var began = Stopwatch.GetTimestamp();
        await users.SetBannedAsync(alice.UserId, isBanned: true);
        await users.RevokeAsync(bob.UserId, issuedBefore: null);
        Assert.Equal(SessionEndCodes.Banned, (await banned.NextAsync<SessionEnd>()).Code);
        Assert.Equal(SessionEndCodes.TokenRevoked, (await revoked.NextAsync<SessionEnd>()).Code);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _promised);

        // Ended by its age: the client may return, and stays.
        began = Stopwatch.GetTimestamp();
        await users.EndConnectionsAsync(carol.Guest.UserId);
        Assert.Equal(new SessionEnd { Code = SessionEndCodes.EndedByBackend, Reconnect = true }, await carol.NextAsync<SessionEnd>());
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _promised);
        await using var again = await TestClient.ConnectAsync(nodes.There, carol.Guest, "json");

        foreach (var node in (ChatServer[])[nodes.Here, nodes.There])
        {
            Assert.Equal(403, await UpgradeAsync(node, alice));
            Assert.Equal(401, await UpgradeAsync(node, bob));
        }
        await again.JoinAsync("lobby");

        // A node without connections asks when a client connects.
        await users.SetBannedAsync(alice.UserId, isBanned: false);
        using var another = nodes.StartAnother();
        Assert.Equal(101, await UpgradeAsync(another, alice));
        Assert.Equal(401, await UpgradeAsync(another, bob));
    }

    private static async Task<int> UpgradeAsync(ChatServer node, GuestTokenResult guest) =>
        (int)await RawUpgrade.StatusAsync(node.Hub, ("Authorization", $"Bearer {guest.AccessToken}"));
}
