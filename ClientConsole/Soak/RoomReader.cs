namespace SignalRChat.ClientConsole.Soak;

/// <summary>
/// The messages that one connection received of one room, checked against the order 1, 2, 3 … Used by one thread at a time.
/// </summary>
internal sealed class RoomReader
{
    private readonly SortedSet<long> _missing = [];
    private long _last;

    public long Received { get; private set; }

    /// <summary>The number of repeated messages.</summary>
    public long Repeated { get; private set; }

    /// <summary>The number of messages that arrived after a later one.</summary>
    public long Reordered { get; private set; }

    public void Take(long place)
    {
        Received++;
        if (place <= _last)
        {
            if (_missing.Remove(place))
                Reordered++;
            else
                Repeated++;
            return;
        }

        for (var skipped = _last + 1; skipped < place; skipped++)
            _missing.Add(skipped);
        _last = place;
    }

    /// <summary>Returns how many messages up to the head never arrived.</summary>
    public long Lost(long head) => _missing.Count(place => place <= head) + Math.Max(head - _last, 0);
}
