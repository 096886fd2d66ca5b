using StackExchange.Redis;

namespace SignalRChat.Services.Nodes;

/// <summary>
/// Publishes the changes of this node, renews its lease, and reads what the other nodes publish. Nothing in the node waits for it. Without
/// Redis, the last published state of the others stays valid for a while (<see cref="PeerDirectory"/>), and local state remains.
/// </summary>
internal sealed class NodeSync : OnDemandTimerService
{
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(1);

    /// <summary>How often the node checks for a new connection and for expired leases, even if there is nothing to publish.</summary>
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(1);

    /// <summary>Changes are gathered for this long and published together.</summary>
    private static readonly TimeSpan _shareInterval = TimeSpan.FromMilliseconds(250);

    private readonly IRedisLink _link;
    private readonly LocalNodeState _own;
    private readonly PeerDirectory _peers;
    private readonly PeerReader _reader;
    private readonly NodeOptions _options;
    private readonly ILogger _logger;
    private readonly string _node = Guid.NewGuid().ToString("n")[..16];
    private IConnectionMultiplexer? _connection;
    private NodeRedis? _redis;
    private Task? _reading;
    private bool _mustAssert;
    private bool _isSharing;
    private bool _isAwayLogged;
    private string? _refusal;
    private long _version;
    private long? _renewedAt;

    public NodeSync(
        IRedisLink link,
        LocalNodeState own,
        PeerDirectory peers,
        IOptions<NodeOptions> options,
        TimeProvider time,
        ILogger<NodeSync> logger)
        : base(time, logger)
    {
        (_link, _own, _peers, _options, _logger) = (link, own, peers, options.Value, logger);
        _reader = new PeerReader(peers, time);
        if (!link.HasBackplane)
            return;
        _own.Changed += Gather;
        _peers.WentStale += Gather;
        Gather();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_reading is not null)
            await _reading.WaitAsync(_farewell, Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_redis is null)
            return;
        try
        {
            await _redis.LeaveAsync(_version, _own.LeaveDelay).WaitAsync(_farewell, Time, cancellationToken);
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
                await SyncAsync(connection, cancellationToken);
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

    private void Gather() => DueIn(_shareInterval);

    private TimeSpan UntilNextLook()
    {
        if (_redis is null || _renewedAt is not { } last)
            return _shareInterval;
        var untilRenewal = _options.Renewal - Time.GetElapsedTime(last);
        return untilRenewal < _look ? untilRenewal : _look;
    }

    private async Task SyncAsync(IConnectionMultiplexer connection, CancellationToken cancellationToken)
    {
        var redis = _redis;
        if (redis is null || connection != _connection)
        {
            redis = new NodeRedis(connection, _link.KeyPrefix, _node, _options.Lease, Time);
            // Before any message is received on it.
            _peers.Doubt();
            if (connection != _connection)
                await redis.SubscribeAsync(news => _peers.Hear(news, _options.Lease));
            (_connection, _redis, _mustAssert, _renewedAt) = (connection, redis, true, null);
        }
        await ShareAsync(redis);
        if (_renewedAt is not { } last || Time.GetElapsedTime(last) >= _options.Renewal)
            await RenewAsync(redis);
        await ReadOthersAsync(redis, cancellationToken);
        if (!_isSharing)
            NodeLog.Sharing(_logger, _node);
        (_isSharing, _isAwayLogged, _refusal) = (true, false, null);
    }

    /// <summary>
    /// Reads in parallel to the rounds, because a large hash takes longer than a lease: meanwhile this node keeps renewing its lease.
    /// </summary>
    private async Task ReadOthersAsync(NodeRedis redis, CancellationToken cancellationToken)
    {
        if (_reading is { IsCompleted: false })
            return;
        var ended = _reading;
        _reading = null;
        if (ended is not null)
            await ended;
        _reading = _reader.ReadAsync(redis, cancellationToken);
    }

    private async Task ShareAsync(NodeRedis redis)
    {
        var held = _own.PublishedCount;
        if (!_mustAssert && _own.TakeChanges() is { Count: > 0 } changes)
        {
            // Until the node has published, it must publish everything again.
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
        if (!await redis.RenewAsync(_version, _own.PublishedCount))
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
        // Each failure once: a Redis that refuses keeps refusing in every round.
        var refusal = RedisRefusal.Words(away);
        if (refusal is not null && refusal != _refusal)
        {
            NodeLog.Refused(_logger, refusal);
        }
        else if (refusal is null && !_isAwayLogged && _redis is not null)
        {
            NodeLog.Away(_logger, away);
            _isAwayLogged = true;
        }
        (_isSharing, _refusal) = (false, refusal ?? _refusal);
        // The connection stays known: it already receives changes, in case it recovers.
        _redis = null;

        // Changes made meanwhile are published with the full state.
        _own.TakeChanges();
    }

    private static bool IsAway(Exception failure) => failure is RedisException or TimeoutException or ObjectDisposedException;
}
