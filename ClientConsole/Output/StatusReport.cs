namespace SignalRChat.ClientConsole.Output;

/// <summary>The state of the console: the answer to <c>/status</c>.</summary>
internal sealed record StatusReport
{
    public required string Url { get; init; }

    public required string State { get; init; }

    public required string Protocol { get; init; }

    public string? Transport { get; init; }

    public string? UserId { get; init; }

    public double? NegotiateMs { get; init; }

    public double? ConnectMs { get; init; }

    public double? RoundTripMs { get; init; }

    public int Reconnects { get; init; }

    public int Waiting { get; init; }

    public required IReadOnlyList<RoomPosition> Rooms { get; init; }
}

/// <summary>The last printed revision of a room, and the last known one.</summary>
internal sealed record RoomPosition(string Room, long Cursor, long? Head);
