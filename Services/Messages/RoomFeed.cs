using SignalRChat.Contracts;
using SignalRChat.Services.Storage;

namespace SignalRChat.Services.Messages;

/// <summary>
/// The read side of one room on this node, and the only sender of its changes to members: in order, once, and never waiting for a
/// member. Notifications arrive in any order, late, twice or not at all. Changes missing between the position and the newest
/// notification are read from the database.
/// </summary>
internal sealed partial class RoomFeed(string room, IMessageStore store, IRoomStore rooms, FeedOptions options, TimeProvider time, ILogger logger)
    : IThreadPoolWorkItem
{
    private const int PageSize = ChatLimits.CatchUpPageSize;

    // Held for moments, never across I/O or a write to a member.
    private readonly Lock _gate = new();
    private readonly ChangeRing _ring = new(options.RingSize);
    private readonly PendingUpdates _hints = new();
    private readonly UpdateCoalescer _pace = new(options.MaxCoalesceDelay, time);
    private RoomSubscription[] _members = [];
    private string _epoch = "";
    private bool _isEpochOver;
    private long _position;
    private long _newestRemoval;
    private bool _started;
    private bool _running;
    private bool _wakeBehind;

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

    /// <summary>A change was committed; <paramref name="hint"/> contains it, so that the feed need not read it.</summary>
    public void Notify(UpdateFrame hint)
    {
        lock (_gate)
        {
            // Before its start a feed knows only the epoch of the first notification. A notification of another epoch makes it
            // read again at the start.
            if (_epoch is "")
                _epoch = hint.Update.Epoch;
            if (hint.Update.Epoch != _epoch)
            {
                EndEpoch();
                return;
            }
            _hints.Add(hint, _position);
            // A membership ended in it, and is not to last until the pause is over.
            if (hint.Update.Messages.Length == 0)
                _newestRemoval = Math.Max(_newestRemoval, hint.Update.Through);
            if (!MayPause)
                EndPause();
            RunIfNeeded();
        }
    }

    /// <summary>Notes the room's head and epoch from the database, and retries what failed.</summary>
    public void NotifyHead(string epoch, long head)
    {
        var wake = false;
        lock (_gate)
        {
            if (!_started)
                return;
            if (epoch == _epoch)
                _hints.AddHead(head);
            else
                EndEpoch();
            RunIfNeeded();
            (wake, _wakeBehind) = (_wakeBehind, false);
        }
        if (wake)
            WakeBehind();
    }

    /// <summary>
    /// Adds a subscription for a member. From now on no change bypasses it, and nothing is written to it until it is released.
    /// </summary>
    public RoomSubscription Add(string userId, IOutboundQueue outlet, Action<RoomSubscription, MembershipEnd> removed)
    {
        lock (_gate)
        {
            var member = new RoomSubscription(this, userId, outlet, _epoch, _position, removed);
            _members = [.. _members, member];
            return member;
        }
    }

    /// <summary>From now on the member receives nothing, even if it still had changes to catch up with.</summary>
    public void Remove(RoomSubscription member)
    {
        member.End();
        lock (_gate)
        {
            var index = Array.IndexOf(_members, member);
            if (index < 0)
                return;
            var rest = new RoomSubscription[_members.Length - 1];
            Array.Copy(_members, rest, index);
            Array.Copy(_members, index + 1, rest, index, rest.Length - index);
            _members = rest;
        }
    }

    /// <summary>
    /// The changes after a cursor, from memory, for a member; null when they are not in memory, or not for this member.
    /// </summary>
    public UpdatePage? TryReadRing(RoomSubscription member, long after, int limit)
    {
        var found = new List<ChatMessage>();
        long position;
        string epoch;
        lock (_gate)
        {
            if (!_started || !member.IsAdmitted || after > _position || !_ring.TryRead(after, found))
                return null;
            (position, epoch) = (_position, _epoch);
        }
        return Page(found, limit, position, epoch);
    }

    private static UpdatePage Page(List<ChatMessage> found, int limit, long head, string epoch) => new UpdatePage(epoch, [.. found], head, head).ThatFits(limit);

    private void RunIfNeeded()
    {
        if (_running || !_started || !HasWork)
            return;
        _running = true;
        if (!TryPause())
            Run();
    }

    private bool HasWork => _isEpochOver || _hints.IsAhead(_position);

    /// <summary>
    /// True if no removal waits and less than a full frame does. A pause would not reduce the frames when a full one waits.
    /// </summary>
    private bool MayPause => !_isEpochOver && _position >= _newestRemoval && !_hints.IsAhead(_position + PageSize - 1);

    private bool TryPause() => MayPause && _pace.TryPause(_members.Length, this);

    private void Run() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Called under the gate. During a pause the feed waits for the pause's timer.</summary>
    private void EndPause()
    {
        if (_pace.IsPausing)
            Run();
        _pace.End();
    }

    private void WakeBehind()
    {
        foreach (var member in Volatile.Read(ref _members))
            member.Wake();
    }
}
