using System.Globalization;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Nodes;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>
/// Regression: a node read another node's data as one answer. If that took longer than the probe's time-out, the probe behind
/// it was late, and the node dropped the connection. On the next one it read everything again, without end.
/// </summary>
[Collection(SharedPostgres.Nodes)]
public sealed class LargePeerTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Entries = 200_000;

    // About 12 MB take 5 s, and the probe's time-out is 2 s.
    private const int BytesPerSecond = 2_500_000;

    private const string Fill =
        "for i = 1, ARGV[1] do redis.call('HSET', KEYS[1], 'plobby user-with-a-long-id-' .. i, 'A Longer Name ' .. i) end "
        + "redis.call('SET', KEYS[2], 7, 'EX', 600) return redis.call('SADD', KEYS[3], 'other')";

    [Fact]
    public async Task A_node_that_reads_for_longer_than_the_probe_may_take_stays_healthy()
    {
        using var redis = await RedisServer.StartNewAsync();
        await redis.AskAsync("EVAL", Fill, "3", "node:{other}:entries", "node:{other}:lease", "nodes", $"{Entries}");
        await using var link = TcpProxy.Start(new Uri($"http://127.0.0.1:{redis.Port}"));
        link.Throttle(BytesPerSecond);
        using var server = new ChatServer(
            new()
            {
                [NodeSettings.Postgres] = await postgres.Server.NewDatabaseAsync(),
                [NodeSettings.Redis] = $"127.0.0.1:{link.Url.Port}",
                ["Chat:Nodes:StartWait"] = "00:00:00",
            },
            ServerLog.Collect);

        await server.Get<PeerDirectory>().Known.WaitAsync(ServerProcess.Deadline);

        Assert.Null(server.Get<BackplaneState>().DegradedReason);
        Assert.DoesNotContain(server.Log(), line => line.Id.Id == 2121);
        Assert.True(link.Passed(Way.ToClient) > Entries * 40, $"{link.Passed(Way.ToClient)} bytes");
        Assert.Equal(0, await CallsAsync(redis, "hgetall"));
        Assert.True(await CallsAsync(redis, "hscan") >= Entries / NodeRedis.Page / 2);
    }

    [Fact]
    public async Task A_node_with_many_entries_writes_them_in_pages_and_shows_them_whole()
    {
        using var redis = await RedisServer.StartNewAsync();
        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var (here, there) = (Node("here"), Node("there"));
        await here.AssertAsync(new() { ["old"] = "1" }, version: 1);

        var received = here.AssertAsync(Enumerable.Range(0, 50_000).ToDictionary(i => $"key-{i}", i => $"{i}"), version: 2);
        while (!received.IsCompleted)
            Assert.Contains(await CountAsync(there), (int[])[1, 50_000]);
        await received;

        Assert.Equal((50_000, 2L), (await CountAsync(there), await there.ReadVersionAsync("here")));
        Assert.True(await CallsAsync(redis, "hset") + await CallsAsync(redis, "hmset") >= 50);
        Assert.Equal("0", (await redis.AskAsync("EXISTS", "node:{here}:next")).Trim());

        NodeRedis Node(string name) => new(connection, "", name, TimeSpan.FromMinutes(1), TimeProvider.System);
    }

    /// <summary>The largest answer of Redis, in entries on average, is that of a page: it does not grow with the other nodes.</summary>
    [Theory]
    [InlineData(2_000)]
    [InlineData(10_000)]
    [InlineData(50_000)]
    public async Task Another_node_is_read_in_pages_of_one_size(int entries)
    {
        using var redis = await RedisServer.StartNewAsync();
        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        await redis.AskAsync("EVAL", Fill, "3", "node:{here}:entries", "node:{here}:lease", "nodes", $"{entries}");
        var reader = new NodeRedis(connection, "", "there", TimeSpan.FromMinutes(1), TimeProvider.System);

        Assert.Equal(entries, await CountAsync(reader));

        var calls = await CallsAsync(redis, "hscan");
        Assert.InRange(calls, entries / NodeRedis.Page / 2, (2 * entries / NodeRedis.Page) + 1);
        output.WriteLine($"{entries} entries: {calls} pages.");
    }

    private static async Task<int> CountAsync(NodeRedis node)
    {
        var keys = new HashSet<string>();
        await foreach (var page in node.ScanAsync("here"))
            keys.UnionWith(page.Select(entry => entry.Key));
        return keys.Count;
    }

    private static async Task<int> CallsAsync(RedisServer redis, string command)
    {
        var lines = (await redis.AskAsync("INFO", "commandstats")).Split('\n');
        var line = lines.FirstOrDefault(line => line.StartsWith($"cmdstat_{command}:calls=", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line.Split('=')[1].Split(',')[0], CultureInfo.InvariantCulture);
    }
}
