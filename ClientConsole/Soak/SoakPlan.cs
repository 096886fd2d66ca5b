namespace SignalRChat.ClientConsole.Soak;

/// <summary>The load of a soak, and its duration.</summary>
internal sealed record SoakPlan
{
    public int Connections { get; init; }

    public int Rooms { get; init; }

    /// <summary>Messages a second in all rooms together.</summary>
    public double Rate { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>The maximum time for sent messages to arrive at the end.</summary>
    public TimeSpan Drain { get; init; }

    public int TextLength { get; init; }
}
