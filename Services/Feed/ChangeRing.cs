namespace SignalRChat.Services.Feed;

/// <summary>
/// The newest changes of one room, by revision. It covers (<see cref="After"/>, the room's position]. A message that changed
/// twice is in it twice; only its newest state is read. An empty ring takes no memory. Not thread-safe: the feed holds its gate.
/// </summary>
internal sealed class ChangeRing(int capacity)
{
    private Queue<ChatMessage>? _changes;

    // Only of messages that were edited or deleted: most never are.
    private Dictionary<long, long>? _newestOfChanged;

    /// <summary>The ring no longer holds changes at or before this revision.</summary>
    public long After { get; private set; }

    /// <summary>Forgets all and begins after <paramref name="position"/>.</summary>
    public void Restart(long position) => (_changes, _newestOfChanged, After) = (null, null, position);

    public void Add(RoomUpdate update)
    {
        if (capacity == 0 || (_changes is null && update.Messages.Length == 0))
        {
            After = update.Through;
            return;
        }
        _changes ??= new();
        foreach (var message in update.Messages)
        {
            _changes.Enqueue(message);
            if (message.Revision != message.Sequence)
                (_newestOfChanged ??= [])[message.Sequence] = message.Revision;
        }
        while (_changes.Count > capacity)
            DropOldest(_changes);
    }

    /// <summary>
    /// Adds the changes after <paramref name="cursor"/> to <paramref name="into"/>; false when the ring no longer reaches back
    /// that far.
    /// </summary>
    public bool TryRead(long cursor, List<ChatMessage> into)
    {
        if (cursor < After)
            return false;
        if (_changes is null)
            return true;
        foreach (var message in _changes)
        {
            if (message.Revision > cursor && NewestRevisionOf(message) == message.Revision)
                into.Add(message);
        }
        return true;
    }

    private long NewestRevisionOf(ChatMessage message) =>
        _newestOfChanged is not null && _newestOfChanged.TryGetValue(message.Sequence, out var newest) ? newest : message.Revision;

    private void DropOldest(Queue<ChatMessage> changes)
    {
        var oldest = changes.Dequeue();
        After = oldest.Revision;
        if (NewestRevisionOf(oldest) == oldest.Revision)
            _newestOfChanged?.Remove(oldest.Sequence);
    }
}
