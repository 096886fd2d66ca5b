using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The newest changes of one room, by revision. It covers (<see cref="After"/>, the room's position]. A message that changed twice is in it
/// twice; only its newest state is read. An empty ring takes no memory. Not thread-safe: the feed holds its gate.
/// </summary>
internal sealed class ChangeRing(int capacity)
{
    private Queue<object>? _changes;

    // Of all but messages as they were posted: most changes are those.
    private Dictionary<EntityKey, long>? _newestOfChanged;

    /// <summary>The ring no longer holds changes at or before this revision.</summary>
    public long After { get; private set; }

    /// <summary>Forgets all and begins after <paramref name="position"/>.</summary>
    public void Restart(long position) => (_changes, _newestOfChanged, After) = (null, null, position);

    public void Add(RoomUpdate update)
    {
        if (capacity == 0 || (_changes is null && update.IsHollow()))
        {
            After = update.Through;
            return;
        }
        _changes ??= new();
        foreach (var change in new ChangeWalk(ChangeSet.Of(update)))
            Add(change, _changes);
        while (_changes.Count > capacity)
            DropOldest(_changes);
    }

    /// <summary>The changes after <paramref name="cursor"/>; null when the ring no longer reaches back that far.</summary>
    public ChangeSet? TryRead(long cursor)
    {
        if (cursor < After)
            return null;
        if (_changes is null)
            return new([], []);
        List<ChatMessage> messages = [];
        List<MessageReactions>? reactions = null;
        List<ChangedMember>? members = null;
        RoomInfo? info = null;
        foreach (var state in _changes)
        {
            var change = new EntityChange(state);
            if (change.Revision <= cursor || !IsNewest(change))
                continue;
            if (state is ChatMessage message)
                messages.Add(message);
            else if (state is MessageReactions ofMessage)
                (reactions ??= []).Add(ofMessage);
            else if (state is ChangedMember member)
                (members ??= []).Add(member);
            else
                info = (RoomInfo)state;
        }
        return new([.. messages], reactions is null ? [] : [.. reactions]) { Members = members is null ? [] : [.. members], Info = info };
    }

    private void Add(EntityChange change, Queue<object> changes)
    {
        changes.Enqueue(change.State);
        if (!IsPost(change))
            (_newestOfChanged ??= [])[change.Key] = change.Revision;
    }

    private static bool IsPost(EntityChange change) => change.State is ChatMessage message && message.Sequence == message.Revision;

    private bool IsNewest(EntityChange change) =>
        _newestOfChanged is null || !_newestOfChanged.TryGetValue(change.Key, out var newest) || newest == change.Revision;

    private void DropOldest(Queue<object> changes)
    {
        var change = new EntityChange(changes.Dequeue());
        After = change.Revision;
        if (IsNewest(change))
            _newestOfChanged?.Remove(change.Key);
    }
}
