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
