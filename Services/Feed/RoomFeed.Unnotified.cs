namespace SignalRChat.Services.Feed;

/// <summary>
/// The part that detects changes without a notification. Then only the reconciler finds changes, and it must check often.
/// </summary>
internal sealed partial class RoomFeed
{
    private long _notified;
    private long? _checkedHead;
    private string? _checkedEpoch;

    /// <summary>
    /// A notification arrived for this revision. If two arrive at once, the later one may have the lower revision: at most a
    /// false alarm.
    /// </summary>
    public void Notified(long revision)
    {
        if (revision > Volatile.Read(ref _notified))
            Volatile.Write(ref _notified, revision);
    }

    /// <summary>
    /// Whether no notification has arrived for the change that the previous check found. A notification takes milliseconds, so it
    /// was lost or never sent. Only the reconciler calls this.
    /// </summary>
    public bool IsUnnotified(string epoch, long head)
    {
        // Revisions of the previous epoch may be larger than any that will be published for a long time.
        if (_checkedEpoch is not null && _checkedEpoch != epoch)
        {
            _checkedHead = null;
            Volatile.Write(ref _notified, 0);
        }
        _checkedEpoch = epoch;
        var isUnnotified = _checkedHead is { } before && before > Volatile.Read(ref _notified);
        // Each lost notification counts once. Changes from before the first check count as notified.
        if (isUnnotified || _checkedHead is null)
            Notified(_checkedHead ?? head);
        _checkedHead = head;
        return isUnnotified;
    }
}
