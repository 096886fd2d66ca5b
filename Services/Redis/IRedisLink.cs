using StackExchange.Redis;

namespace SignalRChat.Services.Redis;

/// <summary>
/// The node's one connection to Redis, for all that need it. The backplane's supervisor owns it: it makes it when Redis answers,
/// throws it away when it misbehaves, and makes another.
/// </summary>
internal interface IRedisLink
{
    /// <summary>Whether the node was given a Redis at all; without one it is a single node.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// The connection while it is healthy, null while Redis is away. Read it again for each use and never dispose it. The next
    /// one may be another object, and a command on a discarded connection fails.
    /// </summary>
    IConnectionMultiplexer? Current { get; }

    /// <summary>
    /// What every key of this cluster has to begin with, so that clusters can share one Redis. Channels get it by themselves.
    /// </summary>
    string KeyPrefix { get; }
}
