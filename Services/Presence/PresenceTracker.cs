using SignalRChat.Services.Nodes;

namespace SignalRChat.Services.Presence;

/// <summary>
/// The users present in each room, in memory: those on this node, which it publishes, and those that other nodes publish. Each
/// node sends presence to its own members. It gathers the joins and leaves of all rooms for an interval and sends them at once. One
/// timer serves the node, and it rests while nothing changes.
/// </summary>
internal sealed class PresenceTracker(
    IPresenceEvents events,
    IPresenceSettings settings,
    LocalNodeState own,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<PresenceTracker> logger) : OnDemandTimerService(time, logger), INodeListener
{
    private static readonly TimeSpan _countPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, PresentUsers> _rooms = [];
    private readonly HashSet<string> _changed = [];
    private readonly Lock _gate = new();

    public char Kind => NodeEntry.Presence;

    /// <summary>
    /// Users who were present most likely still are, and continue to talk: their messages arrive without Redis.
    /// </summary>
    public bool OutlivesRedis => true;

    public int RoomCount
    {
        get
        {
            lock (_gate)
                return _rooms.Count;
        }
    }

    public void Enter(string room, ChatUser user)
    {
        lock (_gate)
        {
            var name = Find(room).Enter(user, Time.GetUtcNow().ToUnixTimeMilliseconds());
            own.Set(OwnEntry(room, user.UserId), name.Text);
        }
    }

    /// <summary>
    /// One connection of the user is gone from the room; with the last one here the user is, at once or after the delay.
    /// </summary>
    public void Leave(string room, ChatUser user, bool heldBack)
    {
        var delay = heldBack ? options.Value.LeaveDelay : TimeSpan.Zero;
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var presence))
                return;
            presence.Leave(user.UserId, Now + Time.TicksOf(delay));
            Note(room);
        }
    }

    void INodeListener.Entered(NodeEntry entry, string value)
    {
        var name = PresentName.Read(value);
        lock (_gate)
        {
            if (Find(entry.Subject).EnterElsewhere(entry.UserId, name))
                own.Set(OwnEntry(entry.Subject, entry.UserId), name.Text);
        }
    }

    void INodeListener.Left(NodeEntry entry)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(entry.Subject, out var presence))
                return;
            presence.LeaveElsewhere(entry.UserId);
            Note(entry.Subject);
        }
    }

    /// <summary>Sends each room its changes since the last call.</summary>
    public void SendChanges()
    {
        List<PresenceChange> changes = [];
        lock (_gate)
        {
            foreach (var room in _changed)
            {
                var presence = _rooms[room];
                if (presence.TakeChange(room, settings.Of(room), Now, userId => own.Remove(OwnEntry(room, userId))) is { } change)
                    changes.Add(change);
                if (presence.IsEmpty)
                    _rooms.Remove(room);
                if (presence.IsSettled)
                    _changed.Remove(room);
            }
            if (_changed.Count > 0)
                DueIn(options.Value.BatchInterval);
        }
        foreach (var change in changes)
            events.PresenceChanged(change);
    }

    public (ChatUser[] Users, int Count) Read(string room, int limit)
    {
        lock (_gate)
            return _rooms.TryGetValue(room, out var presence) ? (presence.Users(limit), presence.Count) : ([], 0);
    }

    /// <summary>For a user who joins: no users if the room shows only their number, and no number if it shows none.</summary>
    public (ChatUser[] Users, int Count) ReadShown(string room, int limit)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var presence))
                return ([], 0);
            return settings.Of(room) switch
            {
                RoomPresence.Off => ([], 0),
                RoomPresence.Count => ([], presence.Count),
                _ => (presence.IsCounted ? [] : presence.Users(limit), presence.Count),
            };
        }
    }

    /// <summary>The room shows another presence from now on.</summary>
    public void SettingsChanged(string room)
    {
        lock (_gate)
        {
            if (_rooms.ContainsKey(room))
                Note(room);
        }
    }

    public int Count(string room)
    {
        lock (_gate)
            return _rooms.TryGetValue(room, out var presence) ? presence.Count : 0;
    }

    public HashSet<string> UserIds(string room, int limit)
    {
        var ids = new HashSet<string>();
        foreach (var user in Read(room, limit).Users)
            ids.Add(user.UserId);
        return ids;
    }

    /// <summary>Whether each of these users is present in the room.</summary>
    public bool[] ArePresent(string room, IReadOnlyList<string> userIds)
    {
        var are = new bool[userIds.Count];
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var presence))
                return are;
            for (var i = 0; i < are.Length; i++)
                are[i] = presence.Has(userIds[i]);
        }
        return are;
    }

    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        SendChanges();
        return default;
    }

    private static NodeEntry OwnEntry(string room, string userId) => new(NodeEntry.Presence, room, userId);

    private PresentUsers Find(string room)
    {
        if (!_rooms.TryGetValue(room, out var presence))
            _rooms.Add(room, presence = new PresentUsers(options.Value.FullUpTo, Time.TicksOf(_countPause)));
        Note(room);
        return presence;
    }

    private void Note(string room)
    {
        _changed.Add(room);
        DueIn(options.Value.BatchInterval);
    }

    // The monotonic clock: a step of the wall clock does not show any user as gone.
    private long Now => Time.GetTimestamp();
}
