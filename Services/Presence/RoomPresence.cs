using SignalRChat.Contracts;

namespace SignalRChat.Services.Presence;

/// <summary>
/// Who is in one room, here and on other nodes: one entry a user however many connections. What was told last and what is true now are kept apart, so that
/// whoever comes and goes between two events is not told at all. Not thread-safe: the tracker holds its gate.
/// </summary>
internal sealed class RoomPresence
{
    private readonly Dictionary<string, Entry> _users = [];
    private readonly HashSet<string> _unsettled = [];

    /// <summary>Users who are here or elsewhere, or whose leave is still held back.</summary>
    public int Count => _users.Count;

    public bool IsEmpty => _users.Count == 0;

    /// <summary>False while <see cref="TakeChange"/> will have something to do later even if nobody comes or goes.</summary>
    public bool IsSettled => _unsettled.Count == 0;

    public void Enter(ChatUser user)
    {
        var entry = Find(user);
        entry.User = user;
        entry.Connections++;
        entry.GoneAt = null;
    }

    public void Leave(string userId, long goneAt)
    {
        if (!_users.TryGetValue(userId, out var entry) || entry.Connections == 0 || --entry.Connections > 0)
            return;
        entry.GoneAt = goneAt;
        _unsettled.Add(userId);
    }

    public void EnterElsewhere(ChatUser user)
    {
        var entry = Find(user);
        if (!entry.IsHere)
            entry.User = user;
        entry.Nodes++;
    }

    /// <summary>The other node has held the leave back already.</summary>
    public void LeaveElsewhere(string userId)
    {
        if (!_users.TryGetValue(userId, out var entry) || entry.Nodes == 0)
            return;
        entry.Nodes--;
        _unsettled.Add(userId);
    }

    /// <summary>Lets go of whoever's time is over, and gives what the room has not been told yet; none where nothing changed.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="now">In ticks of the clock.</param>
    /// <param name="gone">Called for each user who is no longer on this node.</param>
    public PresenceChange? TakeChange(string room, long now, Action<string> gone)
    {
        List<ChatUser> joined = [], left = [];
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
                if (entry.WasTold)
                    left.Add(entry.User);
            }
            else if (!entry.WasTold)
            {
                entry.WasTold = true;
                joined.Add(entry.User);
            }
            if (entry.GoneAt is null)
                _unsettled.Remove(userId);
        }
        return joined.Count + left.Count == 0 ? null : new PresenceChange { Room = room, Joined = [.. joined], Left = [.. left], Count = Count };
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

    private Entry Find(ChatUser user)
    {
        if (!_users.TryGetValue(user.UserId, out var entry))
            _users.Add(user.UserId, entry = new Entry(user));
        _unsettled.Add(user.UserId);
        return entry;
    }

    private sealed class Entry(ChatUser user)
    {
        /// <summary>Under the name of the connection that came last.</summary>
        public ChatUser User { get; set; } = user;

        /// <summary>On this node.</summary>
        public int Connections { get; set; }

        /// <summary>When the user is to be shown as gone from this node, in ticks of the clock; none while there is a connection, and after it was shown.</summary>
        public long? GoneAt { get; set; }

        /// <summary>The other nodes that say the user is there.</summary>
        public int Nodes { get; set; }

        public bool WasTold { get; set; }

        public bool IsHere => Connections > 0 || GoneAt is not null;
    }
}
