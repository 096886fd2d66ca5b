using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary><c>kill -9</c>, and a start without the data that it held.</summary>
internal sealed class RedisKilled(RedisServer redis) : IFault
{
    public string Target => "redis";

    public Task BeginAsync()
    {
        redis.Kill();
        return Task.CompletedTask;
    }

    public Task EndAsync() => redis.StartAsync();
}

/// <summary>A node starts while Redis is down, and Redis starts later.</summary>
internal sealed class RedisLate(RedisServer redis, Node node) : IFault
{
    public string Target => $"redis, and node {node.Number} starts without it";

    public async Task BeginAsync()
    {
        redis.Kill();
        await node.Process.KillAsync();
        await node.Process.StartAsync();
    }

    public Task EndAsync() => redis.StartAsync();
}
