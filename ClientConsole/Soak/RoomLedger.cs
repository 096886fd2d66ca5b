using SignalRChat.Contracts;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>
/// What is known of one room's order: which message stands at which place, as told by answers, by updates and at the end by the
/// history. They have to agree.
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

    /// <summary>Messages that were answered.</summary>
    public int Acked
    {
        get
        {
            lock (_lock)
                return _acked.Count;
        }
    }

    /// <summary>Messages that stand at two places.</summary>
    public int StoredTwice { get; private set; }

    /// <summary>Places at which two messages were told to stand.</summary>
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

    /// <summary>Answered messages of which the history knows nothing.</summary>
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
