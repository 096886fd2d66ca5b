using StackExchange.Redis;

namespace SignalRChat.Services.Nodes;

/// <summary>
/// The node's one connection to Redis, for every service that needs it. The backplane's supervisor owns it. It opens the
/// connection when Redis answers, discards it when it misbehaves, and opens another.
/// </summary>
internal interface IRedisLink
{
    /// <summary>Whether the node has a backplane, which uses Redis; without one it is a single node.</summary>
    bool HasBackplane { get; }

    /// <summary>
    /// The connection while it is healthy, null while Redis is away. Read it again for each use and never dispose it. The next
    /// one may be another object, and a command on a discarded connection fails.
    /// </summary>
    IConnectionMultiplexer? Current { get; }

    /// <summary>The prefix of every key of this cluster, so that clusters can share one Redis. Channels get it automatically.</summary>
    string KeyPrefix { get; }
}
