using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The read side of one room on this node, and the only sender of its changes to members: in order, once, and never waiting for a
/// member. Notifications arrive in any order, late, twice or not at all. Changes missing between the position and the newest
/// notification are read from the database.
/// </summary>
internal sealed partial class RoomFeed(
    string room,
    IMessageStore store,
    IRoomStore rooms,
    FeedOptions options,
    PoolDelay poolDelay,
    Action<string> settingsChanged,
    DeliveryMetrics? metrics,
    TimeProvider time,
    ILogger logger)
    : IThreadPoolWorkItem
{
    /// <summary>A room without a change for this long keeps no changes in memory.</summary>
    public static readonly TimeSpan RestsAfter = TimeSpan.FromSeconds(30);

    private const int PageSize = ChatLimits.CatchUpPageSize;

    // Held for moments, never across I/O or a write to a member.
    private readonly Lock _gate = new();
    private readonly ChangeRing _ring = new(options.RingSize);
    private readonly PendingUpdates _pending = new();
    private readonly UpdateCoalescer _coalescer = new(options.MaxCoalesceDelay, poolDelay, time);
    private RoomSubscription[] _subscriptions = [];
    private UpdateFrame? _catchUp;
    private string _epoch = "";
    private bool _isEpochOver;
    private long _position;
    private long _newestRemoval;
    private bool _started;
    private bool _running;
    private bool _mustRetry;
    private bool _mustBeChecked = true;
    private long _notified;
    private long? _checkedHead;
    private string? _checkedEpoch;
    private long _queuedAt;
    private long _changedAt = time.GetTimestamp();

    public string Room { get; } = room;

    /// <summary>Everything up to here was handed to the members.</summary>
    public long Position
    {
        get
        {
            lock (_gate)
                return _position;
        }
    }

    /// <summary>Every notified change was delivered: the caller of the next notification processes it.</summary>
    public bool IsAtRest
    {
        get
        {
            lock (_gate)
                return !_running;
        }
    }

    /// <summary>A change was committed; <paramref name="frame"/> contains it, so that the feed need not read it.</summary>
    public void Notify(UpdateFrame frame)
    {
        lock (_gate)
        {
            // Before its start a feed knows only the epoch of the first notification. A notification of another epoch makes it
            // read again at the start.
            if (_epoch is "")
                _epoch = frame.Update.Epoch;
            if (frame.Update.Epoch != _epoch)
            {
                EndEpoch();
                return;
            }
            _pending.Add(frame, _position);
            // A membership ended in it, and is not to last until the pause is over.
            if (frame.Update.IsHollow())
                _newestRemoval = Math.Max(_newestRemoval, frame.Update.Through);
            if (!MayPause)
                EndPause();
            RunIfNeeded();
        }
    }

    /// <summary>Notes the room's head and epoch from the database, and retries what failed.</summary>
    public void NotifyHead(string epoch, long head)
    {
        var retry = false;
        lock (_gate)
        {
            // A head that it misses while it starts is not reported again.
            _mustBeChecked = !_started;
            if (!_started)
                return;
            if (epoch == _epoch)
                _pending.AddHead(head);
            else
                EndEpoch();
            RunIfNeeded();
            RestIfQuiet();
            (retry, _mustRetry) = (_mustRetry, false);
        }
        if (retry)
            RetryCatchUps();
    }

    /// <summary>
    /// Whether the reconciler has something to do here even if the room has not changed: the first check, what failed, and a change
    /// whose notification may still arrive. Only the reconciler calls this.
    /// </summary>
    public bool MustBeChecked
    {
        get
        {
            lock (_gate)
                return _mustBeChecked || _mustRetry || HasWork || _checkedHead > Volatile.Read(ref _notified);
        }
    }

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

    /// <summary>
    /// Adds a subscription. From now on no change bypasses it, and nothing is sent to it until it starts.
    /// </summary>
    public RoomSubscription Subscribe(string userId, IOutboundQueue outbound, Action<RoomSubscription, MembershipEnd> removed)
    {
        lock (_gate)
        {
            var subscription = new RoomSubscription(this, userId, outbound, _epoch, _position, removed);
            _subscriptions = [.. _subscriptions, subscription];
            return subscription;
        }
    }

    /// <summary>
    /// Ends the subscription: it receives nothing more, even if it still had changes to catch up with. False if it was taken out
    /// before.
    /// </summary>
    public bool Unsubscribe(RoomSubscription subscription)
    {
        subscription.End();
        lock (_gate)
        {
            var index = Array.IndexOf(_subscriptions, subscription);
            if (index < 0)
                return false;
            var rest = new RoomSubscription[_subscriptions.Length - 1];
            Array.Copy(_subscriptions, rest, index);
            Array.Copy(_subscriptions, index + 1, rest, index, rest.Length - index);
            _subscriptions = rest;
            return true;
        }
    }

    /// <summary>
    /// The changes after a cursor, from memory, for a member; null when they are not in memory, or not for this subscription.
    /// </summary>
    public UpdatePage? TryReadRing(RoomSubscription subscription, long after, int limit)
    {
        ChangeSet found;
        long position;
        string epoch;
        lock (_gate)
        {
            if (!_started || !subscription.IsAdmitted || after > _position || _ring.TryRead(after) is not { } changes)
                return null;
            (found, position, epoch) = (changes, _position, _epoch);
        }
        return Page(found, limit, position, epoch);
    }

    private static UpdatePage Page(in ChangeSet found, int limit, long head, string epoch) =>
        new UpdatePage(epoch, [], head, head).WithChanges(found).ThatFits(limit);

    /// <summary>
    /// Called under the gate. Members that return to a quiet room mostly have all changes already. The others read them from the
    /// database.
    /// </summary>
    private void RestIfQuiet()
    {
        if (_running || time.GetElapsedTime(_changedAt) < RestsAfter)
            return;
        _ring.Restart(_position);
        _catchUp = null;
    }

    private void RunIfNeeded()
    {
        if (_running || !_started || !HasWork)
            return;
        _running = true;
        if (!TryPause())
            Run();
    }

    private bool HasWork => _isEpochOver || _pending.IsAhead(_position);

    /// <summary>
    /// True if no removal waits and less than a full frame does. A pause would not reduce the frames when a full one waits.
    /// </summary>
    private bool MayPause => !_isEpochOver && _position >= _newestRemoval && !_pending.IsAhead(_position + PageSize - 1);

    private bool TryPause() => MayPause && _coalescer.TryPause(this);

    /// <summary>
    /// The last update is not written yet to more than half of the members. If it were a smaller share, slow members would delay
    /// the others. Called under the gate.
    /// </summary>
    public bool IsWriting()
    {
        var writing = 0;
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Outbound.IsWriting)
                writing++;
        }
        return 2 * writing > _subscriptions.Length;
    }

    private void Run()
    {
        _queuedAt = time.GetTimestamp();
        PoolBatch.Queue(this);
    }

    /// <summary>Called under the gate. During a pause the feed waits for the pause's timer.</summary>
    private void EndPause()
    {
        if (!_coalescer.IsPausing)
            return;
        _coalescer.EndPause();
        Run();
    }

    private void RetryCatchUps()
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions))
            subscription.Retry();
    }
}
