namespace SignalRChat.Services.Feed;

/// <summary>
/// How busy the node is: the time for which an update of a room waits for a thread of the pool, smoothed over about 100 ms. An
/// idle node has threads at once. Thread-safe.
/// </summary>
internal sealed class PoolDelay(TimeProvider time)
{
    /// <summary>From this delay on the node is busy.</summary>
    public static readonly TimeSpan BusyFrom = TimeSpan.FromMilliseconds(2);

    /// <summary>Below this delay a busy node is idle again. The gap keeps it from changing with every update.</summary>
    public static readonly TimeSpan IdleBelow = TimeSpan.FromMilliseconds(1);

    // One long wait, such as a garbage collection, is not a busy node.
    private const double Weight = 1.0 / 8;

    private static readonly TimeSpan _memory = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private TimeSpan _smoothed;
    private long _at = time.GetTimestamp();
    private bool _isBusy;

    /// <summary>An update has waited so long for its thread.</summary>
    public void Observe(TimeSpan waited)
    {
        lock (_gate)
        {
            Decay();
            _smoothed += (waited - _smoothed) * Weight;
        }
    }

    /// <summary>The smoothed delay while the node is busy, zero while it is not.</summary>
    public TimeSpan WhileBusy()
    {
        lock (_gate)
        {
            Decay();
            _isBusy = _smoothed >= (_isBusy ? IdleBelow : BusyFrom);
            return _isBusy ? _smoothed : TimeSpan.Zero;
        }
    }

    /// <summary>Without updates nothing waits, so old values count less and less.</summary>
    private void Decay()
    {
        var now = time.GetTimestamp();
        _smoothed *= Math.Exp(-(time.GetElapsedTime(_at, now) / _memory));
        _at = now;
    }
}
