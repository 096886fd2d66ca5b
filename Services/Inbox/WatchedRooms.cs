using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Inbox;

/// <summary>
/// The rooms of the users who follow their inbox here, and which of them changed. A commit costs one look-up while someone follows, and
/// nothing otherwise. A watched room has no feed and no backplane subscription.
/// </summary>
internal sealed class WatchedRooms : IRoomWatch
{
    private readonly Dictionary<string, WatchedRoom> _rooms = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private List<WatchedRoom> _changed = [];
    private HashSet<InboxFollower> _due = [];
    private int _count;
    private bool _isUnsure;

    /// <summary>Whether there is something to send, or may be.</summary>
    public bool HasDue
    {
        get
        {
            lock (_gate)
                return _isUnsure || _due.Count + _changed.Count > 0;
        }
    }

    /// <summary>There is something to send. A handler must not wait.</summary>
    public event Action? BecameDue;

    public bool IsWatching => Count > 0;

    /// <summary>The number of rooms.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A commit of this node reached the revision.</summary>
    public void Changed(string room, long revision)
    {
        if (!IsWatching)
            return;
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var watched))
                return;
            watched.Head = Math.Max(watched.Head, revision);
            if (!TryMark(watched))
                return;
        }
        BecameDue?.Invoke();
    }

    public void Changed(IReadOnlyCollection<string> rooms)
    {
        var isDue = false;
        lock (_gate)
        {
            foreach (var room in rooms)
                isDue |= _rooms.TryGetValue(room, out var watched) && TryMark(watched);
        }
        if (isDue)
            BecameDue?.Invoke();
    }

    public void MayHaveChanged()
    {
        if (!IsWatching)
            return;
        lock (_gate)
            _isUnsure = true;
        BecameDue?.Invoke();
    }

    /// <summary>The follower watches these rooms too.</summary>
    public void Add(InboxFollower follower, IReadOnlyList<StoredRoom> rooms)
    {
        lock (_gate)
        {
            // A search for each of them costs the square of their number.
            var mayHave = !follower.Watcher.Rooms.IsEmpty;
            follower.Watcher.Reserve(rooms.Count);
            foreach (var room in rooms)
                Add(follower, room.Name, room.Head, mayHave);
            if (_changed.Count == 0)
                return;
        }
        BecameDue?.Invoke();
    }

    /// <summary>The follower watches all rooms of its user.</summary>
    public void Load(InboxFollower follower, IReadOnlyList<StoredRoom> rooms)
    {
        Add(follower, rooms);
        follower.Watcher.IsLoaded = true;
    }

    /// <summary>The client of the follower has a page. All rooms of a stale client are due, once.</summary>
    public void Began(InboxFollower follower, bool isStale)
    {
        lock (_gate)
        {
            if (follower.Watcher.HasBegun)
                return;
            follower.Watcher.HasBegun = true;
            if (!isStale)
                return;
            foreach (var room in follower.Watcher.Rooms)
                MarkDue(follower, room);
        }
        BecameDue?.Invoke();
    }

    /// <summary>
    /// The entries of a page of the inbox: new memberships, and ended ones. A room that the follower did not watch yet is due: it may have
    /// changed since the page was read.
    /// </summary>
    public void Apply(InboxFollower follower, InboxEntry[] entries)
    {
        bool isDue;
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                if (entry.Left is not null)
                    Remove(follower, entry.Room);
                else if (Add(follower, entry.Room, entry.Head, mayHave: true) is { } added)
                    MarkDue(follower, added);
            }
            isDue = _due.Count + _changed.Count > 0;
        }
        if (isDue)
            BecameDue?.Invoke();
    }

    /// <summary>Makes a room due for the follower, if it watches the room.</summary>
    public void MarkDue(InboxFollower follower, string room)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var watched) || !follower.Watcher.Has(watched))
                return;
            MarkDue(follower, watched);
        }
        BecameDue?.Invoke();
    }

    public void Remove(InboxFollower follower, string room)
    {
        lock (_gate)
        {
            if (follower.Watcher.HasLeft || !_rooms.TryGetValue(room, out var watched) || !follower.Watcher.Remove(watched))
                return;
            watched.Remove(follower);
            RemoveIfUnused(watched);
        }
    }

    public void Remove(InboxFollower follower)
    {
        lock (_gate)
        {
            if (follower.Watcher.HasLeft)
                return;
            follower.Watcher.HasLeft = true;
            foreach (var watched in follower.Watcher.Rooms)
            {
                watched.CountEnded();
                RemoveIfUnused(watched);
            }
        }
    }

    /// <summary>Whether any room may have changed since the last call, with the rooms and the revisions that are known.</summary>
    public (string Room, long Head)[]? TakeDoubt()
    {
        lock (_gate)
        {
            if (!_isUnsure)
                return null;
            _isUnsure = false;
            return [.. _rooms.Values.Select(room => (room.Name, room.Head))];
        }
    }

    /// <summary>Makes the changed rooms due for the followers that have not joined them.</summary>
    public void Distribute()
    {
        List<WatchedRoom> changed;
        lock (_gate)
            (changed, _changed) = (_changed, []);
        foreach (var room in changed)
        {
            InboxFollower[] followers;
            lock (_gate)
            {
                room.IsChanged = false;
                followers = room.Followers;
            }
            // Outside of the gate, which the commits of the node need.
            followers = Array.FindAll(followers, follower => ActivitySender.Shows(follower.Session, room.Name));
            lock (_gate)
            {
                foreach (var follower in followers)
                    MarkDue(follower, room);
            }
        }
    }

    /// <summary>The followers for which something is due. The caller puts back those that <see cref="Take"/> leaves.</summary>
    public InboxFollower[] TakeDue()
    {
        lock (_gate)
        {
            (var due, _due) = (_due, []);
            return [.. due];
        }
    }

    /// <summary>The rooms that are due for the follower, at most so many.</summary>
    public WatchedRoom[] Take(InboxFollower follower, int most)
    {
        lock (_gate)
        {
            if (follower.Watcher is not { HasLeft: false, Due: { } due })
                return [];
            WatchedRoom[] rooms = [.. due.Take(most)];
            due.ExceptWith(rooms);
            if (due.Count == 0)
                follower.Watcher.Due = null;
            return rooms;
        }
    }

    /// <summary>Their rooms were not taken, or not all of them: they are due later.</summary>
    public void PutBack(IReadOnlyCollection<InboxFollower> followers)
    {
        if (followers.Count == 0)
            return;
        lock (_gate)
            _due.UnionWith(followers.Where(follower => follower.Watcher is { HasLeft: false, Due: not null }));
        BecameDue?.Invoke();
    }

    /// <summary>These rooms were taken, and are due again.</summary>
    public void PutBack(InboxFollower follower, IReadOnlyList<WatchedRoom> rooms)
    {
        lock (_gate)
        {
            foreach (var room in rooms)
                MarkDue(follower, room);
        }
        BecameDue?.Invoke();
    }

    /// <summary>Null if the follower watches the room already, or has ended.</summary>
    private WatchedRoom? Add(InboxFollower follower, string name, long head, bool mayHave)
    {
        if (follower.Watcher.HasLeft)
            return null;
        if (!_rooms.TryGetValue(name, out var watched))
        {
            _rooms.Add(name, watched = new(name));
            Volatile.Write(ref _count, _rooms.Count);
        }
        // The others may not know of the change that this shows, and the comparison of heads would find none any more.
        if (head > watched.Head && !watched.IsUnused)
            TryMark(watched);
        watched.Head = Math.Max(watched.Head, head);
        if (mayHave && follower.Watcher.Has(watched))
            return null;
        follower.Watcher.Add(watched);
        watched.Add(follower);
        return watched;
    }

    private void RemoveIfUnused(WatchedRoom watched)
    {
        if (!watched.IsUnused)
            return;
        _rooms.Remove(watched.Name);
        Volatile.Write(ref _count, _rooms.Count);
    }

    private bool TryMark(WatchedRoom watched)
    {
        if (watched.IsChanged)
            return false;
        watched.IsChanged = true;
        _changed.Add(watched);
        return true;
    }

    private void MarkDue(InboxFollower follower, WatchedRoom room)
    {
        if (follower.Watcher.HasLeft)
            return;
        (follower.Watcher.Due ??= []).Add(room);
        _due.Add(follower);
    }
}
