namespace SignalRChat.ClientConsole.Soak;

/// <summary>
/// The known order of one room: the place of each message, as reported by answers, by updates and at the end by the history.
/// They must agree.
/// </summary>
internal sealed class RoomLedger(string room)
{
    private readonly Dictionary<Guid, long> _places = [];
    private readonly List<Guid> _order = [];
    private readonly List<long> _acked = [];
    private readonly Lock _lock = new();

    public string Room => room;

    public Latencies AckTimes { get; } = new();

    public Latencies DeliveryTimes { get; } = new();

    public long Sent;

    public long Refused;

    /// <summary>The number of answered messages.</summary>
    public int Acked
    {
        get
        {
            lock (_lock)
                return _acked.Count;
        }
    }

    /// <summary>The number of messages with two places.</summary>
    public int StoredTwice { get; private set; }

    /// <summary>The number of places that were reported for two messages.</summary>
    public int Contradictions { get; private set; }

    public void Answered(string messageId, long place)
    {
        lock (_lock)
        {
            _acked.Add(place);
            Note(Guid.Parse(messageId), place);
        }
    }

    public void Seen(ChatMessage message)
    {
        lock (_lock)
            Note(Guid.Parse(message.MessageId), message.Sequence);
    }

    /// <summary>Returns how many answered messages are missing from the history.</summary>
    /// <param name="stored">The places in the history.</param>
    public int AckedAndGone(IReadOnlySet<long> stored)
    {
        lock (_lock)
            return _acked.Count(place => !stored.Contains(place));
    }

    private void Note(Guid id, long place)
    {
        while (_order.Count <= place)
            _order.Add(Guid.Empty);
        if (_order[(int)place] == id)
            return;

        if (_order[(int)place] != Guid.Empty)
            Contradictions++;
        _order[(int)place] = id;
        if (!_places.TryAdd(id, place))
            StoredTwice++;
    }
}
