using SignalRChat.Hubs.Backplane;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Backplane;

/// <summary>One of two nodes loses Redis, and the other does not.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class LoneLossTests(PostgresFixture postgres) : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private TcpProxy _link = null!;
    private ChatServer _here = null!;
    private ChatServer _there = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync();
        _link = TcpProxy.Start(new Uri($"http://127.0.0.1:{_redis.Port}"));
        var database = await postgres.Server.NewDatabaseAsync();
        (_here, _there) = (
            new ChatServer(Settings(database, $"127.0.0.1:{_link.Url.Port}")),
            new ChatServer(Settings(database, _redis.ConnectionString)));
        await Eventually.TrueAsync(() => !MayBeLossy(_here) && !MayBeLossy(_there), "Both nodes are well and know each other");
    }

    public async Task DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _link.DisposeAsync();
        _redis.Dispose();
    }

    [Fact]
    public async Task What_it_commits_is_found_by_the_other_which_misses_its_sign()
    {
        await using var alice = await _here.ConnectAsync("alice");
        await using var bob = await _there.ConnectAsync("bob");
        await alice.JoinAsync("lobby");
        var joined = await bob.JoinAsync("lobby");

        _link.Refuse();
        await Eventually.TrueAsync(() => _here.Get<BackplaneState>().DegradedReason is not null, "the node has noticed");
        await alice.SendAsync("lobby", "hello");

        // Not by the ordinary round of the head reconciler, which would take a minute. A round left over from the start may
        // find it before the heartbeat is missed.
        Assert.Equal("hello", (await bob.ReadThroughAsync(joined.Head, joined.Head + 1)).Single().Text);
        Assert.Null(_there.Get<BackplaneState>().DegradedReason);
        await Eventually.TrueAsync(() => MayBeLossy(_there), "the other misses its sign");

        _link.Pass();
        await Eventually.TrueAsync(() => !MayBeLossy(_here) && !MayBeLossy(_there), "Both nodes are well again");
    }

    private static bool MayBeLossy(ChatServer server) => server.Get<BackplaneState>().MayBeLossy;

    private static Dictionary<string, string?> Settings(string database, string redis) => new()
    {
        [NodeSettings.Redis] = redis,
        [NodeSettings.Postgres] = database,
        ["Chat:Feed:ReconcileInterval"] = "00:01:00",
        ["Chat:Backplane:MaxRebuildDelay"] = "00:00:00.100",
    };
}
