using Microsoft.Extensions.Options;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Redis;
using StackExchange.Redis;

namespace SignalRChat.Services.Nodes;

/// <summary>
/// Tells the other nodes what changed here, gives signs of life, and keeps up with what they tell. Nothing of the node waits for it: without Redis, what the
/// others told last counts on for a while (<see cref="Peers"/>), and what is here remains.
/// </summary>
internal sealed class NodeSync(
    IRedisLink link,
    NodeEntries own,
    Peers peers,
    IOptions<NodeOptions> options,
    IOptions<PresenceOptions> presence,
    TimeProvider time,
    ILogger<NodeSync> logger) : PacedService(options.Value.ShareInterval, time, logger)
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(1);

    private readonly string _node = Guid.NewGuid().ToString("n")[..16];
    private IConnectionMultiplexer? _connection;
    private NodeRedis? _redis;
    private bool _mustAssert;
    private long _version;
    private long? _renewedAt;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_redis is null)
            return;
        try
        {
            await _redis.LeaveAsync(_version, presence.Value.LeaveDelay).WaitAsync(_farewell, cancellationToken);
        }
        catch (Exception away) when (IsAway(away) || away is OperationCanceledException)
        {
            // Then its lease runs out.
        }
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        if (!link.IsConfigured)
            return;
        try
        {
            if (link.Current is { } connection)
                await SyncAsync(connection);
            else
                Lose(null);
        }
        catch (Exception away) when (IsAway(away))
        {
            Lose(away);
        }
        peers.DropDead(isRedisAway: _redis is null);
    }

    private async Task SyncAsync(IConnectionMultiplexer connection)
    {
        var redis = _redis;
        if (redis is null || connection != _connection)
        {
            redis = new NodeRedis(connection, link.KeyPrefix, _node, options.Value.Lease);
            await redis.SubscribeAsync(news => peers.Hear(news, options.Value.Lease));
            peers.Doubt();
            (_connection, _redis, _mustAssert, _renewedAt) = (connection, redis, true, null);
            NodeLog.Sharing(logger, _node);
        }
        await ShareAsync(redis);
        if (_renewedAt is not { } last || Time.GetElapsedTime(last) >= options.Value.Renewal)
            await RenewAsync(redis);
        foreach (var node in peers.Stale())
        {
            if (await redis.ReadAsync(node) is var (version, entries))
                peers.Replace(node, version, entries);
        }
    }

    private async Task ShareAsync(NodeRedis redis)
    {
        var held = own.CountTold;
        if (!_mustAssert && own.TakeChanges() is { Count: > 0 } changes)
        {
            // Until it is told, all is to be told anew.
            _mustAssert = true;
            if (await redis.ShareAsync(changes, ++_version, held))
                _mustAssert = false;
            else
                NodeLog.Lost(logger, _node);
        }
        if (!_mustAssert)
            return;
        await redis.AssertAsync(own.TakeAll(), ++_version);
        _mustAssert = false;
    }

    private async Task RenewAsync(NodeRedis redis)
    {
        _renewedAt = Time.GetTimestamp();
        if (!await redis.RenewAsync(_version, own.CountTold))
        {
            NodeLog.Lost(logger, _node);
            _mustAssert = true;
            await ShareAsync(redis);
        }
        foreach (var lease in await redis.ReadLeasesAsync())
            peers.See(lease);
    }

    private void Lose(Exception? away)
    {
        if (_redis is not null)
            NodeLog.Away(logger, away);
        (_connection, _redis) = (null, null);

        // What changes meanwhile is told with all the rest.
        own.TakeChanges();
    }

    private static bool IsAway(Exception failure) => failure is RedisException or TimeoutException or ObjectDisposedException;
}
