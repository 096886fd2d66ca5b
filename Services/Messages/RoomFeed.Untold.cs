namespace SignalRChat.Services.Messages;

/// <summary>The part that finds out whether changes come without a hint: then the tail check alone brings them, and has to look often.</summary>
internal sealed partial class RoomFeed
{
    private long _told;
    private long? _checkedHead;

    /// <summary>A hint came for this revision. Of two hints at once the later one may count less: that is a false alarm at most.</summary>
    public void Told(long revision)
    {
        if (revision > Volatile.Read(ref _told))
            Volatile.Write(ref _told, revision);
    }

    /// <summary>
    /// Whether no hint has come for what the check before this one found: a hint takes milliseconds, so it is lost or nobody sent it. Only the tail check calls this.
    /// </summary>
    public bool IsUntold(long head)
    {
        var isUntold = _checkedHead is { } before && before > Volatile.Read(ref _told);
        // Each lost hint counts once, and what stood in the room before the first check counts as told.
        if (isUntold || _checkedHead is null)
            Told(_checkedHead ?? head);
        _checkedHead = head;
        return isUntold;
    }
}
