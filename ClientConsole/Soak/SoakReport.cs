namespace SignalRChat.ClientConsole.Soak;

/// <summary>The result of a soak.</summary>
internal sealed record SoakReport
{
    public required IReadOnlyList<RoomReport> Rooms { get; init; }

    public required TimeSpan Took { get; init; }

    public int Connections { get; init; }

    public int Reconnects { get; init; }

    /// <summary>How often a room started over for a connection: earlier changes are unknown.</summary>
    public int Resets { get; init; }

    /// <summary>The number of sends without an answer.</summary>
    public int Unanswered { get; init; }

    /// <summary>The number of sends that did not start because the outbox was full.</summary>
    public long Skipped { get; init; }

    /// <summary>The number of connections that the server ended permanently.</summary>
    public int Ended { get; init; }

    public IReadOnlyList<string> Troubles { get; init; } = [];

    public bool IsBroken => Resets > 0 || Rooms.Any(room => room.Lost + room.Repeated + room.Reordered > 0);

    public int ExitCode => this switch
    {
        { IsBroken: true } => ExitCodes.Unexpected,
        { Unanswered: > 0 } => ExitCodes.NotAcknowledged,
        _ when Rooms.Any(room => room.Refused > 0) => ExitCodes.NotAcknowledged,
        { Ended: > 0 } => ExitCodes.ConnectionLost,
        _ => ExitCodes.Ok,
    };
}

/// <summary>The fate of the messages of one room, or of all.</summary>
internal sealed record RoomReport
{
    public required string Room { get; init; }

    public int Connections { get; init; }

    public long Sent { get; init; }

    public long Acked { get; init; }

    public long Refused { get; init; }

    /// <summary>The number of deliveries: each message counts once for each connection that received it.</summary>
    public long Received { get; init; }

    /// <summary>Messages that a connection of the room never received, and answered messages that the server does not have.</summary>
    public long Lost { get; init; }

    public long Repeated { get; init; }

    public long Reordered { get; init; }

    public required Latencies AckTimes { get; init; }

    public required Latencies DeliveryTimes { get; init; }

    public static RoomReport Sum(IReadOnlyList<RoomReport> rooms)
    {
        var acks = new Latencies();
        var deliveries = new Latencies();
        foreach (var room in rooms)
        {
            acks.Add(room.AckTimes);
            deliveries.Add(room.DeliveryTimes);
        }

        return new()
        {
            Room = "all",
            Connections = rooms.Sum(room => room.Connections),
            Sent = rooms.Sum(room => room.Sent),
            Acked = rooms.Sum(room => room.Acked),
            Refused = rooms.Sum(room => room.Refused),
            Received = rooms.Sum(room => room.Received),
            Lost = rooms.Sum(room => room.Lost),
            Repeated = rooms.Sum(room => room.Repeated),
            Reordered = rooms.Sum(room => room.Reordered),
            AckTimes = acks,
            DeliveryTimes = deliveries,
        };
    }
}
