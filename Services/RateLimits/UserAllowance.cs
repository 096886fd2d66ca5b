using System.Runtime.CompilerServices;
using SignalRChat.Contracts;

namespace SignalRChat.Services.RateLimits;

/// <summary>What one user may still do on this node, over all connections together.</summary>
internal sealed class UserAllowance(CallRates rates, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Buckets _buckets;

    /// <summary>When all of it is there again: from then on forgetting it changes nothing.</summary>
    public long FullAt
    {
        get
        {
            lock (_gate)
            {
                var last = 0L;
                foreach (ref readonly var bucket in (ReadOnlySpan<TokenBucket>)_buckets)
                    last = Math.Max(last, bucket.FullAt);
                return last;
            }
        }
    }

    /// <exception cref="ChatRefusedException">The user is too fast; it says how long to wait.</exception>
    public void Take(CallKind kind)
    {
        long wait;
        lock (_gate)
        {
            if (_buckets[(int)kind].TryTake(rates.Of(kind), time.GetTimestamp(), out wait))
                return;
        }
        // Rounded up: whoever comes back after the time told must be let in.
        var milliseconds = Math.Ceiling(time.GetElapsedTime(0, wait).TotalMilliseconds);
        throw new ChatRefusedException(ChatErrorCodes.TooFast, "You are faster than one user may be.", TimeSpan.FromMilliseconds(milliseconds));
    }

    /// <summary>One for each <see cref="CallKind"/>.</summary>
    [InlineArray((int)CallKind.Typing + 1)]
    private struct Buckets
    {
        private TokenBucket _first;
    }
}
