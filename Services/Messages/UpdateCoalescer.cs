namespace SignalRChat.Services.Messages;

/// <summary>
/// The pause between two frames of a room. What is committed in it goes out in one frame, so that a room that is talked in fast
/// does not write to each member for each message; what comes after a silence waits for nothing. Not thread-safe: the feed holds
/// its gate.
/// </summary>
internal sealed class UpdateCoalescer(TimeSpan longest, TimeProvider time)
{
    // A write costs in the order of 20 µs: so those of one room take about a hundredth of a core, however fast it is talked in,
    // until the longest pause has come.
    private static readonly TimeSpan _forEachMember = TimeSpan.FromMilliseconds(2);

    private ITimer? _timer;
    private long _beganAt;
    private bool _hasBegun;

    /// <summary>The next frame waits.</summary>
    public bool IsPausing { get; private set; }

    /// <summary>A frame goes out.</summary>
    public void Begin()
    {
        _beganAt = time.GetTimestamp();
        _hasBegun = true;
    }

    /// <summary>True when the feed's next frame has to wait; it is told when to go on.</summary>
    public bool TryPause(int members, RoomFeed feed)
    {
        if (!_hasBegun)
            return false;
        var forMembers = members * _forEachMember;
        var left = (forMembers < longest ? forMembers : longest) - time.GetElapsedTime(_beganAt);
        if (left <= TimeSpan.Zero)
            return false;
        IsPausing = true;
        _timer ??= time.CreateTimer(static state => ((RoomFeed)state!).GoOn(), feed, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
        return true;
    }

    /// <summary>The next frame does not wait.</summary>
    public void End() => IsPausing = _hasBegun = false;
}
