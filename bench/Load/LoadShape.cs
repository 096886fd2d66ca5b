namespace SignalRChat.Bench.Load;

/// <summary>The connections, spread evenly over rooms.</summary>
internal sealed record SwarmShape(string Protocol, int Connections, int Rooms);

/// <summary>
/// The load. Senders are spread evenly over the rooms. The rate is in sends a second of all senders together, whether or not
/// acks arrive. At 0 each sender sends when a send of its own was acked.
/// </summary>
internal sealed record LoadShape(int Senders, int Rate, int TextLength, TimeSpan Warmup, TimeSpan Duration)
{
    /// <summary>The sends of each sender that are in flight at once, if there is no rate.</summary>
    public int Depth { get; init; } = 1;

    public SendOrder Order { get; init; }

    /// <summary>The senders are in the first rooms only, as many as this.</summary>
    public int InRooms { get; init; } = int.MaxValue;

    /// <summary>Chooses the senders and their order. Connection <c>i</c> is in room <c>i % rooms</c>.</summary>
    public T[] Choose<T>(IReadOnlyList<T> connections, int rooms)
    {
        var senders = Enumerable.Range(0, connections.Count).Where(i => i % rooms < InRooms).Take(Senders);
        return [.. (Order == SendOrder.Row ? senders.OrderBy(i => i % rooms) : senders).Select(i => connections[i])];
    }
}

/// <summary>The order in which senders take turns.</summary>
internal enum SendOrder
{
    /// <summary>Each send goes to the next room.</summary>
    Rooms,

    /// <summary>All senders of a room send, one after the other, and then those of the next room.</summary>
    Row,
}
