namespace SignalRChat.ClientConsole.Soak;

/// <summary>What one connection received of one room, held against the order 1, 2, 3 … Used by one thread at a time.</summary>
internal sealed class RoomReader
{
    private readonly SortedSet<long> _missing = [];
    private long _last;

    public long Received { get; private set; }

    /// <summary>How often a message came that had come before.</summary>
    public long Repeated { get; private set; }

    /// <summary>How often a message came after one that stands behind it.</summary>
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

    /// <summary>How many messages up to the head never came.</summary>
    public long Lost(long head) => _missing.Count(place => place <= head) + Math.Max(head - _last, 0);
}
