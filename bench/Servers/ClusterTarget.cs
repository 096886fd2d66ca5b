namespace SignalRChat.Bench.Servers;

/// <summary>
/// Nodes behind one address. It spreads connections at random as a load balancer would, but equally in every run. Its Redis
/// ends with it.
/// </summary>
internal sealed class ClusterTarget : IBenchTarget, IAsyncDisposable
{
    private readonly Random _chance = new(1);

    private ClusterTarget(IBenchTarget[] nodes, RedisProcess redis)
    {
        (Nodes, Redis) = (nodes, redis);
        Usage = new ProcessUsage([.. nodes.Select(node => node.Usage!.ProcessId)]);
    }

    public IReadOnlyList<IBenchTarget> Nodes { get; }

    public RedisProcess Redis { get; }

    /// <summary>The usage of the nodes, without that of Redis and PostgreSQL.</summary>
    public ProcessUsage? Usage { get; }

    public static Task<ClusterTarget> StartFullAsync(ClusterSource source, CancellationToken cancellationToken) =>
        StartAsync(async redis => await source.StartFullAsync(redis, cancellationToken));

    public static Task<ClusterTarget> StartBareAsync(ClusterSource source, CancellationToken cancellationToken) =>
        StartAsync(async redis => await source.StartBareAsync(redis, cancellationToken));

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken)
    {
        lock (_chance)
        {
            return Nodes[_chance.Next(Nodes.Count)].HubUriAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await ((IAsyncDisposable)node).DisposeAsync();
        }

        await Redis.DisposeAsync();
    }

    private static async Task<ClusterTarget> StartAsync(Func<string, Task<IBenchTarget[]>> startNodes)
    {
        var redis = new RedisProcess();
        try
        {
            await redis.StartAsync();
            return new ClusterTarget(await startNodes(redis.ConnectionString), redis);
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }
}
