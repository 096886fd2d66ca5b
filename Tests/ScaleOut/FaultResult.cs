namespace SignalRChat.Tests.ScaleOut;

/// <summary>How a fault affected the clients that sent during it.</summary>
internal sealed record FaultResult
{
    public required int Sent { get; init; }

    /// <summary>Sends that the servers rejected with an answer.</summary>
    public required int Failed { get; init; }

    /// <summary>Messages that a server acknowledged and that a client in the room never received.</summary>
    public required int Lost { get; init; }

    public required int Repeated { get; init; }

    /// <summary>Messages that arrived after a later one of the same sender.</summary>
    public required int Reordered { get; init; }

    /// <summary>All clients have the same list.</summary>
    public required bool IsOneOrder { get; init; }

    public required Phase Calm { get; init; }

    public required Phase Struck { get; init; }

    public required Phase After { get; init; }
}

/// <summary>The times of one phase in milliseconds. A call belongs to the phase in which it began.</summary>
internal sealed record Phase
{
    public required Spread Send { get; init; }

    public required Spread Connect { get; init; }

    public required Spread Join { get; init; }

    /// <summary>From the answer to the sender, to the app of a client on another node.</summary>
    public required Spread FromAnswer { get; init; }
}
