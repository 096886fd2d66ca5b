using SignalRChat.Contracts;

namespace SignalRChat.Services.Typing;

/// <summary>
/// Who is typing where. A start is told at most once in <see cref="ChatLimits.TypingInterval"/> for a user and room (one that comes too soon is told when the
/// interval is over), an end only where a start was told; without a new start it ends after <see cref="ChatLimits.TypingLifetime"/>.
/// </summary>
internal sealed class TypingTracker(IRoomEvents events, TimeProvider time)
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

    /// <summary>True when the room is to be told.</summary>
    public bool Start(string room, ChatUser user)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            if (!_entries.TryGetValue((room, user.UserId), out var entry))
                _entries.Add((room, user.UserId), entry = new Entry(user));
            entry.LastStart = now;
            entry.IsPending = !entry.IsTyping;
            Pending?.Invoke();
            return TryTell(entry, now);
        }
    }

    /// <summary>True when the room is to be told.</summary>
    public bool Stop(string room, string userId)
    {
        lock (_gate)
        {
            // The entry stays for a while: it remembers when the last start was told.
            return _entries.TryGetValue((room, userId), out var entry) && TryEnd(entry);
        }
    }

    /// <summary>The typing is over, by a message or with the membership; the room is told.</summary>
    public void End(string room, string userId)
    {
        ChatUser user;
        lock (_gate)
        {
            if (!_entries.TryGetValue((room, userId), out var entry) || !TryEnd(entry))
                return;
            user = entry.User;
        }
        events.TypingChanged(Change(room, user, isTyping: false));
    }

    /// <summary>Tells the starts that came too soon, ends what was not renewed in time, and forgets what no longer matters.</summary>
    public void Expire()
    {
        var now = time.GetTimestamp();
        var changes = new List<TypingChange>();
        lock (_gate)
        {
            foreach (var ((room, userId), entry) in _entries)
            {
                var isOver = time.GetElapsedTime(entry.LastStart, now) >= ChatLimits.TypingLifetime;
                if (isOver ? TryEnd(entry) : entry.IsPending && TryTell(entry, now))
                    changes.Add(Change(room, entry.User, isTyping: !isOver));
                if (!entry.IsTyping && !entry.IsPending && MayTell(entry, now))
                    _entries.Remove((room, userId));
            }
            if (_entries.Count > 0)
                Pending?.Invoke();
        }
        foreach (var change in changes)
            events.TypingChanged(change);
    }

    private bool MayTell(Entry entry, long now) =>
        entry.LastTold is not { } told || time.GetElapsedTime(told, now) >= ChatLimits.TypingInterval;

    private bool TryTell(Entry entry, long now)
    {
        if (!MayTell(entry, now))
            return false;
        entry.LastTold = now;
        entry.IsTyping = true;
        entry.IsPending = false;
        return true;
    }

    private static bool TryEnd(Entry entry)
    {
        var wasTyping = entry.IsTyping;
        entry.IsTyping = entry.IsPending = false;
        return wasTyping;
    }

    public static TypingChange Change(string room, ChatUser user, bool isTyping) =>
        new() { Room = room, UserId = user.UserId, Name = user.Name, IsTyping = isTyping };

    private sealed class Entry(ChatUser user)
    {
        public ChatUser User { get; } = user;

        /// <summary>The room was told of a start and of no end since.</summary>
        public bool IsTyping { get; set; }

        /// <summary>A start came too soon after the one told before.</summary>
        public bool IsPending { get; set; }

        public long LastStart { get; set; }

        public long? LastTold { get; set; }
    }
}
