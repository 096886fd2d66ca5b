using System.Globalization;
using SignalRChat.Tests.Support;
using ForcedCollection = SignalRChat.Bench.Servers.ForcedCollection;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>Node processes of the real server on one PostgreSQL and one Redis.</summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    /// <summary>The longest backoff, a connect, and the subscriptions.</summary>
    private static readonly TimeSpan _healed = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan _watch = TimeSpan.FromSeconds(4);

    private readonly TempDirectory _data = new();
    private readonly List<ServerProcess> _nodes = [];
    private readonly HttpClient _http = new() { Timeout = TestClient.Deadline };
    private PostgresServer? _postgres;
    private string _database = "";

    private NodeCluster(RedisServer redis) => Redis = redis;

    public RedisServer Redis { get; }

    public Uri UrlOf(int node) => _nodes[node].Url;

    public Task KillAsync(int node) => _nodes[node].KillAsync();

    public string Output => string.Join('\n', _nodes.Select(node => node.Output));

    /// <summary>Starts nodes that listen. The caller decides whether Redis runs already; this class stops it.</summary>
    public static async Task<NodeCluster> StartAsync(int nodes, RedisServer redis)
    {
        var cluster = new NodeCluster(redis);
        try
        {
            cluster._postgres = await PostgresServer.StartNewAsync();
            var database = cluster._database = await cluster._postgres.NewDatabaseAsync();
            var settings = new Dictionary<string, string>(NodeSettings.On(database, redis.ConnectionString).Concat(redis.Environment))
            {
                ["Chat:Backplane:ChannelPrefix"] = "test/",
            };
            for (var i = 0; i < nodes; i++)
                cluster._nodes.Add(await ServerProcess.StartNewAsync(cluster._data.Path, settings));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a fault of Redis while clients send on all nodes.</summary>
    public async Task<FaultResult> RunAsync(Func<FaultRun, Task> fault)
    {
        await using var run = new FaultRun([.. _nodes.Select(node => node.Url)], Redis, _database, _watch);
        return await run.RunAsync(fault);
    }

    public async Task HealthyAsync()
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        foreach (var node in _nodes)
            await Eventually.HoldsAsync(async () => await ReadyAsync(node) == "ready");
        Assert.InRange(time.GetElapsedTime(start), TimeSpan.Zero, _healed);

        // This one is subscribed a moment after the rest, and is one of the counted channels.
        await Eventually.HoldsAsync(async () => (await Redis.ChannelsAsync("*node-news")).Length == 1);
    }

    public async Task<string[]> ReadyAsync() => await Task.WhenAll(_nodes.Select(ReadyAsync));

    /// <summary>The nodes' use of Redis: their channels and their connections.</summary>
    public async Task<(int Channels, int Connections)> HeldAsync()
    {
        var clients = await Redis.AskAsync("CLIENT", "LIST");
        var connections = clients.Split('\n').Count(line => line.Contains("name=signalrchat-", StringComparison.Ordinal));
        return ((await Redis.ChannelsAsync()).Length, connections);
    }

    /// <summary>
    /// The memory in use by the largest of the nodes, in megabytes: its heap after a full collection, by its own metrics.
    /// </summary>
    public async Task<double> HeapAsync()
    {
        await Task.WhenAll(_nodes.Select(async node =>
        {
            // The first collection runs finalizers, and the second collects what they released.
            await ForcedCollection.RunAsync(node.Id, CancellationToken.None);
            await ForcedCollection.RunAsync(node.Id, CancellationToken.None);
        }));
        return (await MetricAsync("dotnet_gc_last_collection_heap_size_bytes")).Max() / 1_000_000;
    }

    /// <summary>The sum of each node's metric of this name over all labels.</summary>
    public Task<double[]> MetricAsync(string name) => Task.WhenAll(_nodes.Select(async node =>
    {
        var metrics = await _http.GetStringAsync(new Uri(node.Url, "/metrics"));
        var lines = metrics.Split('\n').Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal)).ToArray();
        Assert.True(lines.Length > 0, $"There is no {name}.");
        return lines.Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        Redis.Dispose();
        _http.Dispose();
        _data.Dispose();
    }

    private async Task<string> ReadyAsync(ServerProcess node)
    {
        using var answer = await _http.GetAsync(new Uri(node.Url, "/health/ready"));
        Assert.True(answer.IsSuccessStatusCode, $"/health/ready answers {answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync();
    }
}
