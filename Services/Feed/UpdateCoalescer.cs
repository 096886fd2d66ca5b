namespace SignalRChat.Services.Feed;

/// <summary>
/// The pause between two updates of a room. Changes that are committed in it go out in one update. An idle node never pauses.
/// Not thread-safe: the feed holds its gate.
/// </summary>
internal sealed class UpdateCoalescer(TimeSpan longest, PoolDelay poolDelay, TimeProvider time)
{
    /// <summary>Timers are not more exact than this, so a shorter pause is not worth one.</summary>
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);

    private ITimer? _timer;
    private TimeSpan _sending;
    private long _at;
    private bool _hasSent;

    /// <summary>The next update waits.</summary>
    public bool IsPausing { get; private set; }

    /// <summary>
    /// The pause after an update that took <paramref name="sending"/> to write to all members, when updates wait
    /// <paramref name="delay"/> for a thread: as often the time of sending as the delay has milliseconds. So on a node that is
    /// twice as busy, a room takes half the time for its writes.
    /// </summary>
    public static TimeSpan PauseAfter(TimeSpan sending, TimeSpan delay, TimeSpan longest)
    {
        var pause = sending * delay.TotalMilliseconds;
        return pause < _shortest ? TimeSpan.Zero : pause < longest ? pause : longest;
    }

    /// <summary>An update begins to be written.</summary>
    public void Begin() => (_at, _hasSent) = (time.GetTimestamp(), false);

    /// <summary>The writes of the update were made.</summary>
    public void End()
    {
        _sending = time.GetElapsedTime(_at);
        (_at, _hasSent) = (time.GetTimestamp(), true);
    }

    /// <summary>True when the feed's next update has to wait. The pause then calls the feed when it is over.</summary>
    public bool TryPause(RoomFeed feed)
    {
        if (!_hasSent || longest == TimeSpan.Zero)
            return false;
        var passed = time.GetElapsedTime(_at);
        if (passed >= longest)
            return false;
        var left = PauseAfter(_sending, poolDelay.WhileBusy(), longest) - passed;
        if (left < _shortest)
        {
            if (!feed.IsWriting())
                return false;
            left = _shortest;
        }
        IsPausing = true;
        _timer ??= time.CreateTimer(
            static state => ((RoomFeed)state!).ContinueAfterPause(), feed, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
        return true;
    }

    /// <summary>The next update does not wait, or has waited.</summary>
    public void EndPause() => IsPausing = false;
}

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
