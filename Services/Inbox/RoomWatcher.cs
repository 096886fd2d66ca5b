namespace SignalRChat.Services.Inbox;

/// <summary>
/// The rooms of one follower. A node may have a million of these places, so they are arrays and not sets. Not thread-safe:
/// <see cref="WatchedRooms"/> holds its gate.
/// </summary>
internal sealed class RoomWatcher
{
    private WatchedRoom[] _rooms = [];
    private int _count;

    /// <summary>All rooms of the user are known. The call that follows the inbox writes it, once.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>The client has a page.</summary>
    public bool HasBegun { get; set; }

    public bool HasLeft { get; set; }

    /// <summary>The rooms that changed, and that were not sent yet.</summary>
    public HashSet<WatchedRoom>? Due { get; set; }

    public ReadOnlySpan<WatchedRoom> Rooms => _rooms.AsSpan(0, _count);

    public void Reserve(int more)
    {
        if (_count + more > _rooms.Length)
            Array.Resize(ref _rooms, _count + more);
    }

    public bool Has(WatchedRoom room) => Array.IndexOf(_rooms, room, 0, _count) >= 0;

    public void Add(WatchedRoom room)
    {
        if (_count == _rooms.Length)
            Array.Resize(ref _rooms, Math.Max(4, _count + (_count / 4)));
        _rooms[_count++] = room;
    }

    public bool Remove(WatchedRoom room)
    {
        if (Array.IndexOf(_rooms, room, 0, _count) is not (>= 0 and var place))
            return false;
        (_rooms[place], _rooms[--_count]) = (_rooms[_count], null!);
        Due?.Remove(room);
        return true;
    }
}

/// <summary>A room and the followers that watch it. Not thread-safe, as <see cref="RoomWatcher"/>.</summary>
internal sealed class WatchedRoom(string name)
{
    private InboxFollower[] _followers = [];
    private int _count;
    private int _gone;

    public string Name { get; } = name;

    /// <summary>The newest known revision; 0 if it is not known.</summary>
    public long Head { get; set; }

    /// <summary>It changed, and its followers do not know yet.</summary>
    public bool IsChanged { get; set; }

    public bool IsUnused => _count == _gone;

    public InboxFollower[] Followers => Array.FindAll(_followers[.._count], follower => !follower.Watcher.HasLeft);

    public void Add(InboxFollower follower)
    {
        if (_count == _followers.Length)
            Array.Resize(ref _followers, Math.Max(1, _count + (_count / 4) + 1));
        _followers[_count++] = follower;
    }

    public void Remove(InboxFollower follower)
    {
        if (Array.IndexOf(_followers, follower, 0, _count) is >= 0 and var place)
            (_followers[place], _followers[--_count]) = (_followers[_count], null!);
    }

    /// <summary>
    /// One of them has ended. They leave the array when they are half of it: with a search for each, the end of many connections would cost
    /// the square of their number.
    /// </summary>
    public void CountEnded()
    {
        if (++_gone * 2 <= _count)
            return;
        _followers = Followers;
        (_count, _gone) = (_followers.Length, 0);
    }
}
