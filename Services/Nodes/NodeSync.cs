using Microsoft.Extensions.Options;
using SignalRChat.Services.Presence;
using SignalRChat.Services.Redis;
using StackExchange.Redis;

namespace SignalRChat.Services.Nodes;

/// <summary>
/// Tells the other nodes what changed here, gives signs of life, and keeps up with what they tell. Nothing of the node waits for it: without Redis, what the
/// others told last counts on for a while (<see cref="Peers"/>), and what is here remains.
/// </summary>
internal sealed class NodeSync : DueService
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(1);

    /// <summary>How often it is looked whether the connection is still the same and whose lease has run out, though nobody has anything to tell.</summary>
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);

    private readonly IRedisLink _link;
    private readonly NodeEntries _own;
    private readonly Peers _peers;
    private readonly NodeOptions _options;
    private readonly PresenceOptions _presence;
    private readonly ILogger _logger;
    private readonly string _node = Guid.NewGuid().ToString("n")[..16];
    private IConnectionMultiplexer? _connection;
    private NodeRedis? _redis;
    private bool _mustAssert;
    private long _version;
    private long? _renewedAt;

    public NodeSync(
        IRedisLink link,
        NodeEntries own,
        Peers peers,
        IOptions<NodeOptions> options,
        IOptions<PresenceOptions> presence,
        TimeProvider time,
        ILogger<NodeSync> logger)
        : base(time, logger)
    {
        (_link, _own, _peers, _options, _presence, _logger) = (link, own, peers, options.Value, presence.Value, logger);
        if (!link.IsConfigured)
            return;
        _own.Changed += Gather;
        _peers.WentStale += Gather;
        Gather();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_redis is null)
            return;
        try
        {
            await _redis.LeaveAsync(_version, _presence.LeaveDelay).WaitAsync(_farewell, cancellationToken);
        }
        catch (Exception away) when (IsAway(away) || away is OperationCanceledException)
        {
            // Then its lease runs out.
        }
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_link.Current is { } connection)
                await SyncAsync(connection);
            else
                Lose(null);
        }
        catch (Exception away) when (IsAway(away))
        {
            Lose(away);
        }
        finally
        {
            DueIn(UntilNextLook());
        }
        _peers.DropDead(isRedisAway: _redis is null);
    }

    private void Gather() => DueIn(_options.ShareInterval);

    private TimeSpan UntilNextLook()
    {
        if (_redis is null || _renewedAt is not { } last)
            return _options.ShareInterval;
        var untilRenewal = _options.Renewal - Time.GetElapsedTime(last);
        return untilRenewal < _look ? untilRenewal : _look;
    }

    private async Task SyncAsync(IConnectionMultiplexer connection)
    {
        var redis = _redis;
        if (redis is null || connection != _connection)
        {
            redis = new NodeRedis(connection, _link.KeyPrefix, _node, _options.Lease);
            // Before anything is heard on it.
            _peers.Doubt();
            if (connection != _connection)
                await redis.SubscribeAsync(news => _peers.Hear(news, _options.Lease));
            (_connection, _redis, _mustAssert, _renewedAt) = (connection, redis, true, null);
            NodeLog.Sharing(_logger, _node);
        }
        await ShareAsync(redis);
        if (_renewedAt is not { } last || Time.GetElapsedTime(last) >= _options.Renewal)
            await RenewAsync(redis);
        foreach (var node in _peers.Stale())
        {
            if (await redis.ReadAsync(node) is var (version, entries))
                _peers.Replace(node, version, entries);
        }
        _peers.AllRead();
    }

    private async Task ShareAsync(NodeRedis redis)
    {
        var held = _own.CountTold;
        if (!_mustAssert && _own.TakeChanges() is { Count: > 0 } changes)
        {
            // Until it is told, all is to be told anew.
            _mustAssert = true;
            if (await redis.ShareAsync(changes, ++_version, held))
                _mustAssert = false;
            else
                NodeLog.Lost(_logger, _node);
        }
        if (!_mustAssert)
            return;
        await redis.AssertAsync(_own.TakeAll(), ++_version);
        _mustAssert = false;
    }

    private async Task RenewAsync(NodeRedis redis)
    {
        _renewedAt = Time.GetTimestamp();
        if (!await redis.RenewAsync(_version, _own.CountTold))
        {
            NodeLog.Lost(_logger, _node);
            _mustAssert = true;
            await ShareAsync(redis);
        }
        foreach (var lease in await redis.ReadLeasesAsync())
            _peers.See(lease);
    }

    private void Lose(Exception? away)
    {
        if (_redis is not null)
            NodeLog.Away(_logger, away);
        // The connection stays known: on it the news are heard already, should it be good again.
        _redis = null;

        // What changes meanwhile is told with all the rest.
        _own.TakeChanges();
    }

    private static bool IsAway(Exception failure) => failure is RedisException or TimeoutException or ObjectDisposedException;
}
