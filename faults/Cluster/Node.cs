namespace SignalRChat.Faults.Cluster;

/// <summary>One server process with its links to the database and to Redis. A fault can disturb each link separately.</summary>
internal sealed class Node(
    int number, string dataDirectory, ServerProcess process, TcpProxy? toPostgres, TcpProxy? toRedis, NodeClock? clock)
    : IAsyncDisposable
{
    public int Number { get; } = number;

    public string DataDirectory { get; } = dataDirectory;

    public ServerProcess Process { get; } = process;

    public TcpProxy? ToPostgres { get; } = toPostgres;

    public TcpProxy? ToRedis { get; } = toRedis;

    /// <summary>Null if a process cannot have a separate clock.</summary>
    public NodeClock? Clock { get; } = clock;

    /// <summary>
    /// True when the load balancer sends no new clients to this node. This holds for a node that received SIGTERM, not for a
    /// killed node.
    /// </summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Sends SIGTERM. The node accepts no new clients and leaves in order.</summary>
    public Task LeaveAsync()
    {
        IsLeaving = true;
        return StopAsync();
    }

    /// <summary>Starts the node again after it has left.</summary>
    public async Task ReturnAsync()
    {
        await Process.StartAsync();
        IsLeaving = false;
    }

    public async Task StopAsync()
    {
        var exit = await Process.TerminateAsync();
        if (exit.Code != 0)
            throw new InvalidOperationException($"Node {Number} was stopped and ended with {exit.Code}:\n{Process.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        if (ToPostgres is not null)
            await ToPostgres.DisposeAsync();
        if (ToRedis is not null)
            await ToRedis.DisposeAsync();
        Clock?.Dispose();
    }
}
