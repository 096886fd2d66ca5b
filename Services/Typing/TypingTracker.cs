namespace SignalRChat.Services.Typing;

/// <summary>
/// Tracks which users type in which rooms. A start is sent at most once in <see cref="ChatLimits.TypingInterval"/> for a user and
/// room; an earlier one is sent when the interval is over. An end is sent only if a start was sent. Without a new start, typing
/// ends after <see cref="ChatLimits.TypingLifetime"/>. The typing connection itself receives nothing; the user's other
/// connections do. One timer serves the node, not one for each typing user, and it rests while no user types.
/// </summary>
internal sealed class TypingTracker(ITypingEvents events, TimeProvider time, ILogger<TypingTracker> logger)
    : OnDemandTimerService(time, logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<(string Room, string UserId), Entry> _entries = [];
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>The connection reports that its user types.</summary>
    public void Start(string room, ChatUser user, string connectionId)
    {
        var now = Time.GetTimestamp();
        lock (_gate)
        {
            if (!_entries.TryGetValue((room, user.UserId), out var entry))
                _entries.Add((room, user.UserId), entry = new Entry(user));
            entry.LastStart = now;
            entry.Typist = connectionId;
            entry.IsPending = !entry.IsTyping;
            DueIn(_interval);
            if (!TryMarkSent(entry, now))
                return;
        }
        events.TypingChanged(Change(room, user, isTyping: true), connectionId);
    }

    /// <summary>
    /// Ends the typing: after a stop, a message, or the end of the connection or membership. Notifies the room only if it received a start.
    /// </summary>
    public void End(string room, string userId)
    {
        Entry? entry;
        string? except;
        lock (_gate)
        {
            // The entry stays for a while: it remembers when the last start was sent.
            if (!_entries.TryGetValue((room, userId), out entry) || !TryEnd(entry, out except))
                return;
        }
        events.TypingChanged(Change(room, entry.User, isTyping: false), except);
    }

    /// <summary>Ends all typing in the room, as far as it began on this node.</summary>
    public void EndAll(string room)
    {
        var changes = new List<(TypingChange Change, string? Except)>();
        lock (_gate)
        {
            foreach (var (key, entry) in _entries)
            {
                if (key.Room == room && TryEnd(entry, out var except))
                    changes.Add((Change(room, entry.User, isTyping: false), except));
            }
        }
        foreach (var (change, except) in changes)
            events.TypingChanged(change, except);
    }

    /// <summary>Sends the delayed starts, ends typing that was not renewed in time, and drops entries that are no longer needed.</summary>
    public void Expire()
    {
        var now = Time.GetTimestamp();
        var changes = new List<(TypingChange Change, string? Except)>();
        lock (_gate)
        {
            foreach (var ((room, userId), entry) in _entries)
            {
                if (Time.GetElapsedTime(entry.LastStart, now) >= ChatLimits.TypingLifetime)
                {
                    if (TryEnd(entry, out var except))
                        changes.Add((Change(room, entry.User, isTyping: false), except));
                }
                else if (entry.IsPending && TryMarkSent(entry, now))
                {
                    changes.Add((Change(room, entry.User, isTyping: true), entry.Typist));
                }
                if (!entry.IsTyping && !entry.IsPending && MaySend(entry, now))
                    _entries.Remove((room, userId));
            }
            if (_entries.Count > 0)
                DueIn(_interval);
        }
        foreach (var (change, except) in changes)
            events.TypingChanged(change, except);
    }

    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        Expire();
        return default;
    }

    private bool MaySend(Entry entry, long now) =>
        entry.LastSent is not { } sent || Time.GetElapsedTime(sent, now) >= ChatLimits.TypingInterval;

    private bool TryMarkSent(Entry entry, long now)
    {
        if (!MaySend(entry, now))
            return false;
        entry.LastSent = now;
        // Once a second connection has typed as well, each of the two has received the start of the other.
        entry.Excluded = entry.IsTyping && entry.Excluded != entry.Typist ? null : entry.Typist;
        entry.IsTyping = true;
        entry.IsPending = false;
        return true;
    }

    private static bool TryEnd(Entry entry, out string? except)
    {
        except = entry.Excluded;
        var wasTyping = entry.IsTyping;
        entry.IsTyping = entry.IsPending = false;
        return wasTyping;
    }

    public static TypingChange Change(string room, ChatUser user, bool isTyping) =>
        new() { Room = room, UserId = user.UserId, Name = user.Name, IsTyping = isTyping };

    private sealed class Entry(ChatUser user)
    {
        public ChatUser User { get; } = user;

        /// <summary>The room received a start and no end since.</summary>
        public bool IsTyping { get; set; }

        /// <summary>A start arrived too soon after the last one sent.</summary>
        public bool IsPending { get; set; }

        /// <summary>The connection of the last start, which does not receive the event.</summary>
        public string? Typist { get; set; }

        /// <summary>The one connection that did not receive the start, and so needs no end either.</summary>
        public string? Excluded { get; set; }

        public long LastStart { get; set; }

        public long? LastSent { get; set; }
    }
}
