using Microsoft.Extensions.Options;
using SignalRChat.Services.Messages;
using SignalRChat.Services.Redis;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// Whether the backplane is to be relied on: written by the supervisor, read by health, the tail check, and whoever needs Redis.
/// </summary>
internal sealed class BackplaneState(SubscriptionSet seats, PeerHeartbeats peers, bool isConfigured, IOptions<BackplaneOptions> options, TimeProvider time) : IChangeNotifications, IRedisLink
{
    private volatile IConnectionMultiplexer? _redis;
    private volatile string? _degradedReason = isConfigured ? "not connected yet" : null;
    private volatile bool _isDoubted;
    private volatile bool _othersMayBeAway;
    private long _healthySince;

    public event Action? Doubted;

    public bool IsConfigured => isConfigured;

    /// <summary>Why the node does without a backplane it was given; none when all is well.</summary>
    public string? DegradedReason => _degradedReason;

    public IConnectionMultiplexer? Current => _redis;

    public string KeyPrefix => options.Value.ChannelPrefix ?? "";

    public bool MayBeLossy => _degradedReason is not null || _isDoubted || seats.HasOpenChanges || OthersMayBeAway() || peers.IsOneSilent();

    public void FoundUntold() => peers.FoundUntold();

    public void Healthy(IConnectionMultiplexer? redis)
    {
        _redis = redis;
        _isDoubted = false;
        Interlocked.Exchange(ref _healthySince, time.GetTimestamp());
        _othersMayBeAway = true;
        _degradedReason = null;
    }

    public void Degraded(string trouble)
    {
        _degradedReason = trouble;
        _redis = null;
        Doubted?.Invoke();
    }

    /// <summary>
    /// Said with each canary, whether the one before it is late: perhaps it is only the machine that is slow. That another node
    /// is silent nobody says, and a seat is mostly taken before anybody has to know: both are looked for at the same time.
    /// </summary>
    public void Doubt(bool isLate)
    {
        _isDoubted = isLate;
        if (MayBeLossy)
            Doubted?.Invoke();
    }

    /// <summary>
    /// Who lost Redis together comes back one after the other, and of who is not back there may be no sign yet: it publishes
    /// nothing of what it commits.
    /// </summary>
    private bool OthersMayBeAway()
    {
        if (_othersMayBeAway && time.GetElapsedTime(Interlocked.Read(ref _healthySince)) > 2 * options.Value.MaxRebuildDelay)
            _othersMayBeAway = false;
        return _othersMayBeAway;
    }
}
