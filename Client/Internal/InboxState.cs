namespace SignalRChat.Client.Internal;

/// <summary>
/// The read state of the inbox: the cursor, the rooms, and the live updates that arrived during a call. It does no I/O and has no lock.
/// </summary>
/// <remarks>
/// A new message changes no entry of the inbox, so a cursor does not bring the counts of the rooms that had messages meanwhile. So each
/// connection begins with the whole inbox, and the cursor brings further pages and closes gaps.
/// </remarks>
internal sealed class InboxState
{
    /// <summary>More than a fetch returns. Held updates only save a call; the client fetches the dropped ones.</summary>
    private const int HeldLimit = 128;

    private readonly Queue<InboxUpdate> _held = new();
    private readonly Dictionary<string, string> _left = [];
    private Dictionary<string, InboxRoom> _rooms = [];
    private Dictionary<string, InboxRoom>? _next;
    private bool _mustRead;
    private bool _pageFollows;
    private bool _hole;
    private bool _isOtherEpoch;

    public RoomCursor? Cursor { get; private set; }

    /// <summary>The rooms whose entry may have changed since the last call of <see cref="TakeTouched"/>.</summary>
    public HashSet<string> Touched { get; } = [];

    /// <summary>True if there is something to read.</summary>
    public bool IsBehind => _mustRead || _pageFollows || _hole;

    public InboxEntry? Shown(string room) => _rooms.GetValueOrDefault(room)?.Shown();

    public IEnumerable<InboxEntry> All => _rooms.Values.Select(room => room.Shown()).OfType<InboxEntry>();

    /// <summary>Why the user is no longer in a room; null if the server does not say.</summary>
    public string? LeftBecause(string room) => _left.GetValueOrDefault(room);

    public FollowInboxRequest Request() => _mustRead || Cursor is null
        ? new()
        : new() { After = Cursor.Revision, Epoch = Cursor.Epoch };

    /// <summary>Begins with what an earlier process had, until the inbox is read.</summary>
    public void Restore(KeptInbox kept)
    {
        Cursor = new(kept.Epoch, kept.Revision);
        foreach (var entry in kept.Entries)
            Put(_rooms, entry);
    }

    /// <summary>Counts <see cref="ReadAnew"/>: the answer to an earlier request does not count any more.</summary>
    public int Reading { get; private set; }

    /// <summary>Reads the whole inbox; until then the entries stay.</summary>
    public void ReadAnew()
    {
        Reading++;
        _mustRead = true;
        _pageFollows = _hole = false;
        _next = null;
        _held.Clear();
    }

    public void Hold(InboxUpdate update)
    {
        _held.Enqueue(update);
        if (_held.Count > HeldLimit)
            _held.Dequeue();
    }

    /// <summary>Returns true if the page made progress.</summary>
    public bool Take(FollowInboxResult page, bool isFirst)
    {
        var before = Cursor;
        if (isFirst || page.Reset || Cursor is null)
            Begin(page.Epoch);
        var after = isFirst || page.Reset ? 0 : Cursor!.Revision;
        Cursor = new(page.Epoch, Math.Max(after, page.Through));
        foreach (var entry in page.Entries.Where(entry => entry.Revision > after))
            Apply(entry);
        _pageFollows = page.HasMore;
        if (!page.HasMore)
            End();
        TakeHeld();
        return isFirst || Cursor != before || !IsBehind;
    }

    /// <summary>Applies the held updates as long as they follow on.</summary>
    public void TakeHeld()
    {
        if (_mustRead || Cursor is null)
            return;
        _hole = false;
        while (_held.TryPeek(out var update))
        {
            if (update.Epoch != Cursor.Epoch)
            {
                ReadAnew();
                return;
            }

            if (update.After > Cursor.Revision)
            {
                _hole = true;
                return;
            }

            foreach (var entry in update.Entries.Where(entry => entry.Revision > Cursor.Revision))
                Apply(entry);
            if (update.Through > Cursor.Revision)
                Cursor = Cursor with { Revision = update.Through };
            _held.Dequeue();
        }
    }

    public void Take(InboxActivity activity)
    {
        foreach (var room in activity.Rooms)
            Touch(room.Room).ForEach(known => known.Take(room));
    }

    /// <summary>Counts the changes of a joined room.</summary>
    public void Take(string room, RoomCursor cursor, IReadOnlyList<ChatMessage> messages, string? userId)
    {
        // Behind a dot, the epoch of the inbox names the rooms that the token permits.
        if (Cursor is null || Cursor.Epoch.Split('.')[0] == cursor.Epoch)
            Touch(room).ForEach(known => known.Take(cursor.Revision, messages, userId));
    }

    /// <summary>The same for the snapshot of a room that starts over. It may leave out messages: then the inbox is read again.</summary>
    public void TakeSnapshot(string room, RoomCursor cursor, IReadOnlyList<ChatMessage> messages, string? userId)
    {
        if (Cursor is not null && Touch(room).Exists(known => known.Misses(messages)))
            ReadAnew();
        Take(room, cursor, messages, userId);
    }

    public void Mark(string room, Action<InboxRoom> mark)
    {
        if (_rooms.ContainsKey(room))
            Touch(room).ForEach(mark);
    }

    public string[] TakeTouched()
    {
        string[] touched = [.. Touched];
        Touched.Clear();
        return touched;
    }

    /// <summary>The rooms are read into a second list, so that the app sees no half of them.</summary>
    private void Begin(string epoch)
    {
        _mustRead = _hole = false;
        _next = [];
        // The heads of another epoch compare with nothing.
        _isOtherEpoch = Cursor is not null && Cursor.Epoch != epoch;
    }

    private void End()
    {
        if (_next is null)
            return;
        Touched.UnionWith(_rooms.Keys);
        foreach (var (room, known) in _rooms)
        {
            if (!known.HasEntry && !_isOtherEpoch)
                _next.TryAdd(room, known);
        }

        _rooms = _next;
        _next = null;
        _isOtherEpoch = false;
        Touched.UnionWith(_rooms.Keys);
    }

    private void Apply(InboxEntry entry)
    {
        if (entry.Left is { } code)
        {
            _left[entry.Room] = code;
            _rooms.Remove(entry.Room);
            _next?.Remove(entry.Room);
            Touched.Add(entry.Room);
        }
        else
        {
            Put(_next ?? _rooms, entry);
        }
    }

    private void Put(Dictionary<string, InboxRoom> rooms, InboxEntry entry)
    {
        _left.Remove(entry.Room);
        if (!rooms.TryGetValue(entry.Room, out var known))
            rooms[entry.Room] = known = (_isOtherEpoch ? null : _rooms.GetValueOrDefault(entry.Room)) ?? new();
        known.Take(entry);
        Touched.Add(entry.Room);
    }

    /// <summary>A room without an entry is kept too: the entry may be on its way.</summary>
    private List<InboxRoom> Touch(string room)
    {
        Touched.Add(room);
        if (!_rooms.TryGetValue(room, out var known))
            _rooms[room] = known = _next?.GetValueOrDefault(room) ?? new();
        return _next?.GetValueOrDefault(room) is { } other && other != known ? [known, other] : [known];
    }
}
