namespace SignalRChat.Services.Messages;

/// <summary>
/// The part that finds out whether changes come without a hint: then the tail check alone brings them, and has to look often.
/// </summary>
internal sealed partial class RoomFeed
{
    private long _told;
    private long? _checkedHead;
    private string? _checkedEpoch;

    /// <summary>A hint came for this revision. Of two hints at once the later one may count less: that is a false alarm at most.</summary>
    public void Told(long revision)
    {
        if (revision > Volatile.Read(ref _told))
            Volatile.Write(ref _told, revision);
    }

    /// <summary>
    /// Whether no hint has come for what the check before this one found: a hint takes milliseconds, so it is lost or nobody sent
    /// it. Only the tail check calls this.
    /// </summary>
    public bool IsUntold(string epoch, long head)
    {
        // Numbers of the epoch before may be larger than any that will be told for a long time.
        if (_checkedEpoch is not null && _checkedEpoch != epoch)
        {
            _checkedHead = null;
            Volatile.Write(ref _told, 0);
        }
        _checkedEpoch = epoch;
        var isUntold = _checkedHead is { } before && before > Volatile.Read(ref _told);
        // Each lost hint counts once, and what stood in the room before the first check counts as told.
        if (isUntold || _checkedHead is null)
            Told(_checkedHead ?? head);
        _checkedHead = head;
        return isUntold;
    }
}
