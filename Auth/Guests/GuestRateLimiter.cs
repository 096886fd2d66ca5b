using System.Net;

namespace SignalRChat.Auth.Guests;

/// <summary>
/// Limits the guests' tokens of each remote network, with one token bucket for each. The framework's limiter would check ten
/// times a second, while the node runs, for entries to remove.
/// </summary>
internal sealed class GuestRateLimiter(IOptions<GuestOptions> options, TimeProvider time)
{
    private readonly Rate _rate = options.Value.Tokens.ToRate(time);
    private readonly Dictionary<IPAddress, TokenBucket> _buckets = [];
    private readonly Queue<(IPAddress Network, long FullAt)> _taken = new();
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _buckets.Count;
        }
    }

    /// <summary>Takes one token, or returns how long to wait for one.</summary>
    public bool TryTake(IPAddress network, out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            ForgetFull(now);
            var bucket = _buckets.GetValueOrDefault(network);
            var isTaken = bucket.TryTake(_rate, now, out var ticks);
            wait = time.GetElapsedTime(0, ticks);
            if (!isTaken)
                return false;
            _buckets[network] = bucket;
            _taken.Enqueue((network, bucket.FullAt));
            return true;
        }
    }

    // Checked on each request instead of by a timer: what is kept is bounded by how fast tokens are issued.
    private void ForgetFull(long now)
    {
        while (_taken.TryPeek(out var first) && first.FullAt <= now)
        {
            _taken.Dequeue();
            if (_buckets.TryGetValue(first.Network, out var bucket) && bucket.FullAt <= now)
                _buckets.Remove(first.Network);
        }
    }
}
