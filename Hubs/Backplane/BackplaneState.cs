using SignalRChat.Services.Feed;
using SignalRChat.Services.Nodes;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// Whether the backplane is reliable. The supervisor writes it; health, the reconciler and the users of Redis read it.
/// </summary>
internal sealed class BackplaneState(
    SubscriptionSet subscriptions, PeerHeartbeats peers, bool hasBackplane, IOptions<BackplaneOptions> options, TimeProvider time)
    : IChangeNotifications, IRedisLink
{
    private volatile IConnectionMultiplexer? _redis;
    private volatile string? _degradedReason = hasBackplane ? "not connected yet" : null;
    private volatile bool _isDoubted;
    private volatile bool _othersMayBeAway;
    private long _healthySince;

    public event Action? Doubted;

    public bool HasBackplane => hasBackplane;

    /// <summary>Why the configured backplane is unavailable; null when it is healthy.</summary>
    public string? DegradedReason => _degradedReason;

    public IConnectionMultiplexer? Current => _redis;

    public string KeyPrefix => options.Value.ChannelPrefix ?? "";

    public bool MayBeLossy =>
        _degradedReason is not null || _isDoubted || subscriptions.HasOpenChanges || OthersMayBeAway() || peers.IsOneSilent();

    public void FoundUnnotified() => peers.FoundUnnotified();

    public void Healthy(IConnectionMultiplexer? redis)
    {
        _redis = redis;
        _isDoubted = false;
        Interlocked.Exchange(ref _healthySince, time.GetTimestamp());
        _othersMayBeAway = true;
        _degradedReason = null;
    }

    public void Degraded(string reason)
    {
        _degradedReason = reason;
        _redis = null;
        Doubted?.Invoke();
    }

    /// <summary>
    /// Called with each probe: whether the one before it is late. Perhaps only the machine is slow. A silent node is not
    /// reported, and a subscription is mostly made before its state matters. So both are checked at the same time.
    /// </summary>
    public void Doubt(bool isLate)
    {
        _isDoubted = isLate;
        if (MayBeLossy)
            Doubted?.Invoke();
    }

    /// <summary>
    /// Nodes that lost Redis together reconnect one after the other. A node that has not reconnected may have sent no heartbeat
    /// yet, and it publishes nothing of what it commits.
    /// </summary>
    private bool OthersMayBeAway()
    {
        if (_othersMayBeAway && time.GetElapsedTime(Interlocked.Read(ref _healthySince)) > 2 * options.Value.MaxRebuildDelay)
            _othersMayBeAway = false;
        return _othersMayBeAway;
    }
}
