namespace SignalRChat.Services.Presence;

/// <summary>
/// The users in one room, here and on other nodes: one entry for each user, however many connections. The state last sent and the
/// current state are kept apart, so a user who enters and leaves between two events is not sent at all. Not thread-safe: the
/// tracker holds its gate.
/// </summary>
/// <param name="fullUpTo">Beyond so many users only their number is sent.</param>
/// <param name="countPause">The time between two numbers, in ticks of the clock.</param>
internal sealed class PresentUsers(int fullUpTo, long countPause)
{
    private readonly Dictionary<string, Entry> _users = [];
    private readonly HashSet<string> _unsettled = [];
    private readonly List<ChatUser> _leftUnannounced = [];
    private int? _announcedCount;
    private long _countedAt;
    private bool _isHidden;

    // There may be clients here that show users or a number.
    private bool _isShown;

    /// <summary>The number of users who are here or elsewhere, or whose leave is still delayed.</summary>
    public int Count => _users.Count;

    public bool IsEmpty => _users.Count == 0;

    public bool Has(string userId) => _users.ContainsKey(userId);

    /// <summary>False while <see cref="TakeChange"/> will have work later even if no user enters or leaves.</summary>
    public bool IsSettled => _unsettled.Count == 0 && (!IsCounted || _announcedCount == ShownCount);

    /// <summary>The room has no list, by its setting or because it has too many users. Its clients know at most their number.</summary>
    public bool IsCounted { get; private set; }

    private int ShownCount => _isHidden ? 0 : Count;

    /// <summary>Gives the name that the user now has on every node.</summary>
    public PresentName Enter(ChatUser user, long now)
    {
        var entry = Find(user.UserId, new PresentName(user.Name, now));
        entry.Name = entry.Name.Next(user.Name, now);
        entry.Connections++;
        entry.GoneAt = null;
        return entry.Name;
    }

    public void Leave(string userId, long goneAt)
    {
        if (!_users.TryGetValue(userId, out var entry) || entry.Connections == 0 || --entry.Connections > 0)
            return;
        entry.GoneAt = goneAt;
        _unsettled.Add(userId);
    }

    /// <summary>
    /// True when the user is here too, under an older name. Then this node publishes the newer name, for nodes that receive the
    /// user from it alone.
    /// </summary>
    public bool EnterElsewhere(string userId, PresentName name)
    {
        var entry = Find(userId, name);
        entry.Nodes++;
        if (!name.IsNewerThan(entry.Name))
            return false;
        entry.Name = name;
        return entry.IsHere;
    }

    /// <summary>The other node has held the leave back already.</summary>
    public void LeaveElsewhere(string userId)
    {
        if (!_users.TryGetValue(userId, out var entry) || entry.Nodes == 0)
            return;
        entry.Nodes--;
        _unsettled.Add(userId);
    }

    /// <summary>
    /// Drops users whose time is over, and returns the changes not yet sent to the room; null if nothing changed.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="shows">A value of <see cref="RoomPresence"/>; null without a client here: then nothing is sent.</param>
    /// <param name="now">In ticks of the clock.</param>
    /// <param name="gone">Called for each user who is no longer on this node.</param>
    public PresenceChange? TakeChange(string room, string? shows, long now, Action<string> gone)
    {
        List<ChatUser> joined = [], left = [];
        Settle(now, gone, joined, left);
        _isHidden = shows == RoomPresence.Off;
        BeginOrEndCounting(shows, joined, left);
        var change = IsCounted ? TakeCount(room, now) : TakeList(room, joined, left);
        _isShown = shows is not null && !_isHidden;
        return shows is null ? null : change;
    }

    /// <summary>Begins or ends counting. Between two bounds a room that is counted for its size stays so.</summary>
    private void BeginOrEndCounting(string? shows, List<ChatUser> joined, List<ChatUser> left)
    {
        var isCounted = shows is RoomPresence.Count or RoomPresence.Off
            || Count > (IsCounted ? fullUpTo * 3 / 4 : fullUpTo);
        if (isCounted && !IsCounted)
            (IsCounted, _announcedCount) = (true, null);
        else if (!isCounted && IsCounted)
            EndCounting(joined, left);
        if (IsCounted)
            _leftUnannounced.AddRange(left);
        // Otherwise the clients are sent a last number, 0, so that they show nothing any more.
        if (_isHidden && !_isShown)
            _announcedCount = 0;
    }

    private PresenceChange? TakeList(string room, List<ChatUser> joined, List<ChatUser> left) => joined.Count + left.Count == 0
        ? null
        : new PresenceChange { Room = room, Joined = [.. joined], Left = [.. left], Count = Count };

    /// <summary>The clients have no list, or an old one: all users join it, and those who are on it and left meanwhile leave.</summary>
    private void EndCounting(List<ChatUser> joined, List<ChatUser> left)
    {
        IsCounted = false;
        joined.Clear();
        foreach (var entry in _users.Values)
        {
            entry.AnnouncedName = entry.Name.Name;
            joined.Add(entry.User);
        }
        // Some of them may have returned.
        left.AddRange(_leftUnannounced.Where(user => !_users.ContainsKey(user.UserId)));
        _leftUnannounced.Clear();
    }

    private PresenceChange? TakeCount(string room, long now)
    {
        if (_announcedCount == ShownCount || (_announcedCount is not null && !_isHidden && now - _countedAt < countPause))
            return null;
        (_announcedCount, _countedAt) = (ShownCount, now);
        return new PresenceChange { Room = room, Count = ShownCount };
    }

    private void Settle(long now, Action<string> gone, List<ChatUser> joined, List<ChatUser> left)
    {
        foreach (var userId in _unsettled)
        {
            var entry = _users[userId];
            if (entry.GoneAt <= now)
            {
                entry.GoneAt = null;
                gone(userId);
            }
            if (!entry.IsHere && entry.Nodes == 0)
            {
                _users.Remove(userId);
                if (entry.AnnouncedName is not null)
                    left.Add(entry.User);
            }
            else if (!IsCounted && entry.AnnouncedName != entry.Name.Name)
            {
                entry.AnnouncedName = entry.Name.Name;
                joined.Add(entry.User);
            }
            if (entry.GoneAt is null)
                _unsettled.Remove(userId);
        }
    }

    public ChatUser[] Users(int limit)
    {
        var users = new ChatUser[Math.Min(limit, _users.Count)];
        var i = 0;
        foreach (var entry in _users.Values)
        {
            if (i == users.Length)
                break;
            users[i++] = entry.User;
        }
        return users;
    }

    private Entry Find(string userId, PresentName name)
    {
        if (!_users.TryGetValue(userId, out var entry))
            _users.Add(userId, entry = new Entry(userId, name));
        _unsettled.Add(userId);
        return entry;
    }

    private sealed class Entry(string userId, PresentName name)
    {
        private PresentName _name = name;

        /// <summary>The user under the name of the newest connection, on any node.</summary>
        public ChatUser User { get; private set; } = new() { UserId = userId, Name = name.Name };

        public PresentName Name
        {
            get => _name;
            set
            {
                if (value.Name != _name.Name)
                    User = User with { Name = value.Name };
                _name = value;
            }
        }

        /// <summary>On this node.</summary>
        public int Connections { get; set; }

        /// <summary>
        /// When the user is to be shown as gone from this node, in ticks of the clock. Null while there is a connection, and
        /// after the user was shown as gone.
        /// </summary>
        public long? GoneAt { get; set; }

        /// <summary>The number of other nodes on which the user is present.</summary>
        public int Nodes { get; set; }

        /// <summary>The name that the room received last; null when it did not receive the user.</summary>
        public string? AnnouncedName { get; set; }

        public bool IsHere => Connections > 0 || GoneAt is not null;
    }
}
