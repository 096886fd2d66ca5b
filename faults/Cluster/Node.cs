using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Cluster;

/// <summary>One server process with its links to the database and to Redis, each of which can be hindered by itself.</summary>
internal sealed class Node(int number, string dataDirectory, ServerProcess process, TcpProxy? toPostgres, TcpProxy? toRedis, NodeClock? clock) : IAsyncDisposable
{
    public int Number { get; } = number;

    public string DataDirectory { get; } = dataDirectory;

    public ServerProcess Process { get; } = process;

    public TcpProxy? ToPostgres { get; } = toPostgres;

    public TcpProxy? ToRedis { get; } = toRedis;

    /// <summary>None where a process cannot be given one of its own.</summary>
    public NodeClock? Clock { get; } = clock;

    /// <summary>
    /// Whatever spreads the clients over the nodes has been told that this one takes no more: as of a node that is told to stop,
    /// not of one that was killed.
    /// </summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Is told to stop, takes no new clients, and leaves in order.</summary>
    public Task LeaveAsync()
    {
        IsLeaving = true;
        return StopAsync();
    }

    /// <summary>Starts again after it has left.</summary>
    public async Task ReturnAsync()
    {
        await Process.StartAsync();
        IsLeaving = false;
    }

    public async Task StopAsync()
    {
        var exit = await Process.TerminateAsync();
        if (exit.Code != 0)
            throw new InvalidOperationException($"Node {Number} was told to stop and ended with {exit.Code}:\n{Process.Output}");
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
