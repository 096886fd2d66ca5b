using SignalRChat.Contracts;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>The limit on one user's connections, counted over two nodes on one Redis.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class ConnectionCapTests(PostgresFixture fixture)
{
    private const int Allowed = 4;

    [Theory]
    [InlineData("CloseOldest")]
    [InlineData("CloseNewest")]
    public async Task A_user_has_no_more_connections_on_all_nodes_together_than_allowed(string beyond)
    {
        using var nodes = await StartAsync(beyond);
        await using var bob = await nodes.There.ConnectAsync("bob");
        var alice = await nodes.Here.GuestAsync("alice");
        var clients = new List<TestClient>();
        for (var i = 0; i < Allowed + 2; i++)
        {
            // In turns, each seen by both nodes before the next, so that their order is that of this loop.
            clients.Add(await TestClient.ConnectAsync(i % 2 == 0 ? nodes.Here : nodes.There, alice, i % 3 == 0 ? "messagepack" : "json"));
            await CountedAsync(nodes, alice, least: Math.Min(i + 1, Allowed));
        }

        var lost = beyond == "CloseNewest" ? clients[^2..] : clients[..2];
        foreach (var client in lost)
        {
            Assert.Equal(
                new SessionEnd { Code = SessionEndCodes.TooManyConnections, Reconnect = false }, await client.NextAsync<SessionEnd>());
            await client.Closed.Task.WaitAsync(TestClient.Deadline);
        }
        foreach (var node in (ChatServer[])[nodes.Here, nodes.There])
            await Eventually.EqualAsync(Allowed, () => node.Get<UserConnections>().Count(alice.UserId), "connections of alice");
        foreach (var client in clients.Except(lost).Append(bob))
            await client.JoinAsync("lobby");
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    /// <summary>Without waiting for Redis: the count on another node never delays a connect.</summary>
    [Fact]
    public async Task While_Redis_is_away_each_node_counts_its_own()
    {
        using var nodes = await StartAsync("CloseOldest");
        var alice = await nodes.Here.GuestAsync("alice");
        nodes.Redis!.Kill();
        var clients = new List<TestClient>();
        for (var i = 0; i < Allowed; i++)
        {
            foreach (var node in (ChatServer[])[nodes.Here, nodes.There])
            {
                clients.Add(await TestClient.ConnectAsync(node, alice, "json"));
                await node.RegisteredAsync(alice.UserId, least: i + 1);
            }
        }

        await Task.WhenAll(clients.Select(client => client.JoinAsync("lobby")));
        await nodes.Redis.StartAsync();

        foreach (var client in clients[..Allowed])
            Assert.Equal(SessionEndCodes.TooManyConnections, (await client.NextAsync<SessionEnd>()).Code);
        foreach (var client in clients[Allowed..])
            await client.JoinAsync("garden");
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private Task<TwoServers> StartAsync(string beyond) => TwoServers.StartAsync(fixture.Server, withRedis: true, new()
    {
        ["Chat:Limits:ConnectionsPerUser"] = $"{Allowed}",
        ["Chat:Limits:ConnectionLimitPolicy"] = beyond,
        ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
        ["Chat:Nodes:Lease"] = "00:00:02",
        ["Chat:Nodes:Renewal"] = "00:00:00.500",
    });

    private static async Task CountedAsync(TwoServers nodes, GuestTokenResult user, int least)
    {
        foreach (var node in (ChatServer[])[nodes.Here, nodes.There])
            await node.RegisteredAsync(user.UserId, least);
    }
}
