using SignalRChat.Contracts;

namespace SignalRChat.Services.Typing;

/// <summary>
/// Tracks which users type in which rooms. A start is sent at most once in <see cref="ChatLimits.TypingInterval"/> for a user and
/// room; an earlier one is sent when the interval is over. An end is sent only if a start was sent. Without a new start, typing
/// ends after <see cref="ChatLimits.TypingLifetime"/>. The typing connection itself receives nothing; the user's other
/// connections do.
/// </summary>
internal sealed class TypingTracker(ITypingEvents events, TimeProvider time)
{
    private readonly Dictionary<(string Room, string UserId), Entry> _entries = [];
    private readonly Lock _gate = new();

    /// <summary>Raised when something is left for <see cref="Expire"/>. Its handler is called under the gate.</summary>
    public event Action? Pending;

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
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (!_entries.TryGetValue((room, user.UserId), out var entry))
                _entries.Add((room, user.UserId), entry = new Entry(user));
            entry.LastStart = now;
            entry.Typist = connectionId;
            entry.IsPending = !entry.IsTyping;
            Pending?.Invoke();
            if (!TryTell(entry, now))
                return;
        }
        events.TypingChanged(Change(room, user, isTyping: true), connectionId);
    }

    /// <summary>
    /// Ends the typing: after a stop, a message, or the end of the connection or membership. Notifies the room only if it
    /// received a start.
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

    /// <summary>
    /// Sends the delayed starts, ends typing that was not renewed in time, and drops entries that are no longer needed.
    /// </summary>
    public void Expire()
    {
        var now = time.GetTimestamp();
        var changes = new List<(TypingChange Change, string? Except)>();
        lock (_gate)
        {
            foreach (var ((room, userId), entry) in _entries)
            {
                if (time.GetElapsedTime(entry.LastStart, now) >= ChatLimits.TypingLifetime)
                {
                    if (TryEnd(entry, out var except))
                        changes.Add((Change(room, entry.User, isTyping: false), except));
                }
                else if (entry.IsPending && TryTell(entry, now))
                {
                    changes.Add((Change(room, entry.User, isTyping: true), entry.Typist));
                }
                if (!entry.IsTyping && !entry.IsPending && MayTell(entry, now))
                    _entries.Remove((room, userId));
            }
            if (_entries.Count > 0)
                Pending?.Invoke();
        }
        foreach (var (change, except) in changes)
            events.TypingChanged(change, except);
    }

    private bool MayTell(Entry entry, long now) =>
        entry.LastTold is not { } told || time.GetElapsedTime(told, now) >= ChatLimits.TypingInterval;

    private bool TryTell(Entry entry, long now)
    {
        if (!MayTell(entry, now))
            return false;
        entry.LastTold = now;
        // Once a second connection has typed as well, each of the two has received the start of the other.
        entry.Untold = entry.IsTyping && entry.Untold != entry.Typist ? null : entry.Typist;
        entry.IsTyping = true;
        entry.IsPending = false;
        return true;
    }

    private static bool TryEnd(Entry entry, out string? except)
    {
        except = entry.Untold;
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
        public string? Untold { get; set; }

        public long LastStart { get; set; }

        public long? LastTold { get; set; }
    }
}
