namespace SignalRChat.ClientConsole.Soak;

/// <summary>What a soak came to.</summary>
internal sealed record SoakReport
{
    public required IReadOnlyList<RoomReport> Rooms { get; init; }

    public required TimeSpan Took { get; init; }

    public int Connections { get; init; }

    public int Reconnects { get; init; }

    /// <summary>How often a room started over for a connection: what came before cannot be told.</summary>
    public int Resets { get; init; }

    /// <summary>Sends that have no answer.</summary>
    public int Unanswered { get; init; }

    /// <summary>Sends that were not begun, because too many waited.</summary>
    public long Skipped { get; init; }

    /// <summary>Connections that the server ended for good.</summary>
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

/// <summary>What became of the messages of one room, or of all.</summary>
internal sealed record RoomReport
{
    public required string Room { get; init; }

    public int Connections { get; init; }

    public long Sent { get; init; }

    public long Acked { get; init; }

    public long Refused { get; init; }

    /// <summary>Each message counts once for each connection that received it.</summary>
    public long Received { get; init; }

    /// <summary>Messages that a connection of the room never received, and answered ones that the server does not have.</summary>
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
