namespace SignalRChat.Services.Feed;

/// <summary>
/// The newest changes of one room, by revision. It covers (<see cref="After"/>, the room's position]. A message that changed
/// twice is in it twice; only its newest state is read. Not thread-safe: the feed holds its gate.
/// </summary>
internal sealed class ChangeRing(int capacity)
{
    private readonly Queue<ChatMessage> _changes = new();
    private readonly Dictionary<long, long> _newestBySequence = [];

    /// <summary>The ring no longer holds changes at or before this revision.</summary>
    public long After { get; private set; }

    /// <summary>Forgets all and begins after <paramref name="position"/>.</summary>
    public void Restart(long position)
    {
        _changes.Clear();
        _newestBySequence.Clear();
        After = position;
    }

    public void Add(RoomUpdate update)
    {
        foreach (var message in update.Messages)
        {
            _changes.Enqueue(message);
            _newestBySequence[message.Sequence] = message.Revision;
        }
        while (_changes.Count > capacity)
            DropOldest();
        if (_changes.Count == 0)
            After = update.Through;
    }

    /// <summary>
    /// Adds the changes after <paramref name="cursor"/> to <paramref name="into"/>; false when the ring no longer reaches back
    /// that far.
    /// </summary>
    public bool TryRead(long cursor, List<ChatMessage> into)
    {
        if (cursor < After)
            return false;
        foreach (var message in _changes)
        {
            if (message.Revision > cursor && _newestBySequence[message.Sequence] == message.Revision)
                into.Add(message);
        }
        return true;
    }

    private void DropOldest()
    {
        var oldest = _changes.Dequeue();
        After = oldest.Revision;
        if (_newestBySequence[oldest.Sequence] == oldest.Revision)
            _newestBySequence.Remove(oldest.Sequence);
    }
}
