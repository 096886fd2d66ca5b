using SignalRChat.Services.Storage;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The connection string, and the settings of a connection that the supervisor watches: it fails at once and does not repair
/// itself unnoticed.
/// </summary>
internal sealed class RedisConfiguration(IOptions<ConnectionStringOptions> strings, IOptions<BackplaneOptions> options, NodeName node)
{
    public ConfigurationOptions Create()
    {
        var text = strings.Value.Redis!;
        var redis = RedisConnectionString.Read(text)!;
        redis.Password = strings.Value.RedisPassword ?? redis.Password;
        redis.AbortOnConnectFail = false;
        redis.BacklogPolicy = BacklogPolicy.FailFast;
        redis.ClientName ??= $"signalrchat-{node.Value}";
        redis.ConnectRetry = 1;
        if (options.Value.ChannelPrefix is { Length: > 0 } prefix)
            redis.ChannelPrefix = RedisChannel.Literal(prefix);
        var bound = (int)BackplaneProbe.Timeout.TotalMilliseconds;
        if (!IsSaid(text, "connectTimeout"))
            redis.ConnectTimeout = bound;
        if (!IsSaid(text, "asyncTimeout"))
            redis.AsyncTimeout = bound;
        if (!IsSaid(text, "syncTimeout"))
            redis.SyncTimeout = bound;
        return redis;
    }

    private static bool IsSaid(string connectionString, string keyword) =>
        connectionString.Contains($"{keyword}=", StringComparison.OrdinalIgnoreCase);
}
