namespace SignalRChat.ClientConsole.Soak;

/// <summary>Adds up the counts of the ledgers and the connections.</summary>
internal static class SoakCount
{
    public static SoakReport Of(
        IReadOnlyList<SoakConnection> connections, IReadOnlyList<RoomLedger> ledgers,
        IReadOnlyDictionary<string, AuditedRoom> stored, TimeSpan took) => new()
        {
            Took = took,
            Connections = connections.Count,
            Rooms = [.. ledgers.Select(ledger =>
                Of(ledger, connections.Where(connection => connection.Ledger == ledger).ToArray(), stored[ledger.Room]))],
            Reconnects = connections.Sum(connection => connection.Reconnects),
            Resets = connections.Sum(connection => connection.Resets),
            Unanswered = connections.Sum(connection => connection.InFlight),
            Skipped = connections.Sum(connection => connection.Skipped),
            Ended = connections.Count(connection => connection.Ended is not null),
            Troubles = [.. connections.Select(connection => connection.Trouble ?? connection.Ended?.Message)
                .OfType<string>().Distinct().Take(5)],
        };

    private static RoomReport Of(RoomLedger ledger, SoakConnection[] readers, AuditedRoom stored) => new()
    {
        Room = ledger.Room,
        Connections = readers.Length,
        Sent = ledger.Sent,
        Acked = ledger.Acked,
        Refused = ledger.Refused,
        Received = readers.Sum(reader => reader.Read(read => read.Received)),
        Lost = readers.Sum(reader => reader.Read(read => read.Lost(stored.Head))) + ledger.AckedAndGone(stored.Places),
        Repeated = readers.Sum(reader => reader.Read(read => read.Repeated)) + ledger.StoredTwice,
        Reordered = readers.Sum(reader => reader.Read(read => read.Reordered)) + ledger.Contradictions,
        AckTimes = ledger.AckTimes,
        DeliveryTimes = ledger.DeliveryTimes,
    };
}
