namespace SignalRChat.Bench.Servers;

/// <summary>
/// Nodes behind one address. It spreads connections at random as a load balancer would, but equally in every run. Its Redis
/// ends with it.
/// </summary>
internal sealed class ClusterTarget : IBenchTarget
{
    private readonly Random _chance = new(1);

    private ClusterTarget(IBenchTarget[] nodes, RedisServer redis)
    {
        (Nodes, Redis) = (nodes, redis);
        Usage = new ProcessUsage([.. nodes.Select(node => node.Usage!.ProcessId)]);
    }

    public IReadOnlyList<IBenchTarget> Nodes { get; }

    public RedisServer Redis { get; }

    /// <summary>The usage of the nodes, without that of Redis and PostgreSQL.</summary>
    public ProcessUsage? Usage { get; }

    public static Task<ClusterTarget> StartFullAsync(ClusterSource source) =>
        StartAsync(async redis => await source.StartFullAsync(redis));

    public static Task<ClusterTarget> StartBareAsync(ClusterSource source) =>
        StartAsync(async redis => await source.StartBareAsync(redis));

    public async Task<RuntimeCounters?> CountersAsync(CancellationToken cancellationToken)
    {
        var sum = new RuntimeCounters(0, 0);
        foreach (var node in Nodes)
        {
            if (await node.CountersAsync(cancellationToken) is not { } counters)
                return null;
            sum += counters;
        }

        return sum;
    }

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken)
    {
        lock (_chance)
            return Nodes[_chance.Next(Nodes.Count)].HubUriAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.DisposeAsync();

        Redis.Dispose();
    }

    private static async Task<ClusterTarget> StartAsync(Func<string, Task<IBenchTarget[]>> startNodes)
    {
        var redis = await RedisServer.StartNewAsync();
        try
        {
            return new ClusterTarget(await startNodes(redis.ConnectionString), redis);
        }
        catch
        {
            redis.Dispose();
            throw;
        }
    }
}
