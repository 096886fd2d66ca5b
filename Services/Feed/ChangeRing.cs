using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The newest changes of one room, by revision: messages and reactions to messages. It covers (<see cref="After"/>, the room's
/// position]. What changed twice is in it twice; only its newest state is read. An empty ring takes no memory. Not thread-safe: the
/// feed holds its gate.
/// </summary>
internal sealed class ChangeRing(int capacity)
{
    private Queue<object>? _changes;

    // Only of messages that were edited or deleted, by sequence, and of reactions, by the same below zero: most messages have neither.
    private Dictionary<long, long>? _newestOfChanged;

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
        var reactions = update.Reactions ?? [];
        var next = 0;
        foreach (var message in update.Messages)
        {
            for (; next < reactions.Length && reactions[next].Revision < message.Revision; next++)
                Add(reactions[next], _changes);
            Add(message, _changes);
        }
        for (; next < reactions.Length; next++)
            Add(reactions[next], _changes);
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
        foreach (var change in _changes)
        {
            var (key, revision) = KeyOf(change);
            if (revision <= cursor || NewestOf(key, revision) != revision)
                continue;
            if (change is ChatMessage message)
                messages.Add(message);
            else
                (reactions ??= []).Add((MessageReactions)change);
        }
        return new([.. messages], reactions is null ? [] : [.. reactions]);
    }

    private static (long Key, long Revision) KeyOf(object change) => change is ChatMessage message
        ? (message.Sequence, message.Revision)
        : (-((MessageReactions)change).Sequence, ((MessageReactions)change).Revision);

    private void Add(object change, Queue<object> changes)
    {
        changes.Enqueue(change);
        var (key, revision) = KeyOf(change);
        if (key != revision)
            (_newestOfChanged ??= [])[key] = revision;
    }

    private long NewestOf(long key, long revision) =>
        _newestOfChanged is not null && _newestOfChanged.TryGetValue(key, out var newest) ? newest : revision;

    private void DropOldest(Queue<object> changes)
    {
        var (key, revision) = KeyOf(changes.Dequeue());
        After = revision;
        if (NewestOf(key, revision) == revision)
            _newestOfChanged?.Remove(key);
    }
}
