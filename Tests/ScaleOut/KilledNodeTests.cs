using System.Diagnostics;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>How the other nodes treat a killed node, with the default settings.</summary>
[Collection(Alone.Name)]
public sealed class KilledNodeTests
{
    private const string Room = "lobby";

    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Users_of_a_killed_node_are_shown_as_gone_unless_they_moved_to_another_node()
    {
        await using var cluster = await NodeCluster.StartAsync(nodes: 2, await RedisServer.StartNewAsync());
        await cluster.HealthyAsync();
        await using var alice = await JoinedAsync(cluster.UrlOf(0), await Guests.SignInAsync(cluster.UrlOf(0), "alice"));
        var moving = await Guests.SignInAsync(cluster.UrlOf(1), "carol");
        await using var bob = await JoinedAsync(cluster.UrlOf(1), await Guests.SignInAsync(cluster.UrlOf(1), "bob"));
        await using var carol = await JoinedAsync(cluster.UrlOf(1), moving);
        while ((await alice.NextAsync<PresenceChange>()).Count < 3)
        {
        }

        var began = Stopwatch.GetTimestamp();
        await cluster.KillAsync(1);
        await using var back = await JoinedAsync(cluster.UrlOf(0), moving);

        var change = await alice.NextAsync<PresenceChange>();
        Assert.Equal([bob.Guest.UserId], change.Left.Select(user => user.UserId));
        Assert.Equal((0, 2), (change.Joined.Length, change.Count));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _promised);
    }

    private static async Task<TestClient> JoinedAsync(Uri node, GuestTokenResult guest)
    {
        var client = await TestClient.ConnectAsync(node, guest, "messagepack");
        await client.JoinAsync(Room);
        return client;
    }
}
