namespace SignalRChat.ClientConsole.Output;

/// <summary>Where everything stands: the answer to <c>/status</c>.</summary>
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

/// <summary>How far a room has been printed, and how far it goes as far as is known.</summary>
internal sealed record RoomPosition(string Room, long Cursor, long? Head);
