using System.Net;
using Microsoft.Extensions.Options;

namespace SignalRChat.Auth.Guests;

/// <summary>
/// Limits the guests' tokens of each remote network. It keeps one number for each, the moment at which the whole burst is
/// available again (the "generic cell rate algorithm"), so no timer refills it. The framework's limiter would check ten times a
/// second, while the node runs, for entries to remove.
/// </summary>
internal sealed class GuestRateLimiter(IOptions<GuestOptions> options, TimeProvider time)
{
    private readonly Dictionary<IPAddress, long> _fullAt = [];
    private readonly Queue<(IPAddress Network, long FullAt)> _taken = new();
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _fullAt.Count;
        }
    }

    /// <summary>Takes one token, or returns how long to wait for one.</summary>
    public bool TryTake(IPAddress network, out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        var each = Math.Max(1, time.TimestampFrequency * 60 / options.Value.TokensPerMinute);
        lock (_gate)
        {
            ForgetFull(now);
            var fullAt = Math.Max(_fullAt.GetValueOrDefault(network), now) + each;
            wait = time.GetElapsedTime(now + (each * options.Value.TokenBurst), fullAt);
            if (wait > TimeSpan.Zero)
                return false;
            _fullAt[network] = fullAt;
            _taken.Enqueue((network, fullAt));
            return true;
        }
    }

    // Checked on each request instead of by a timer: what is kept is bounded by how fast tokens are issued.
    private void ForgetFull(long now)
    {
        while (_taken.TryPeek(out var first) && first.FullAt <= now)
        {
            _taken.Dequeue();
            if (_fullAt.TryGetValue(first.Network, out var fullAt) && fullAt <= now)
                _fullAt.Remove(first.Network);
        }
    }
}
