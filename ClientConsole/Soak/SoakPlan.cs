namespace SignalRChat.ClientConsole.Soak;

/// <summary>How much a soak does, and for how long.</summary>
internal sealed record SoakPlan
{
    public int Connections { get; init; }

    public int Rooms { get; init; }

    /// <summary>Messages a second in all rooms together.</summary>
    public double Rate { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>How long what was sent may take to arrive at last.</summary>
    public TimeSpan Drain { get; init; }

    public int TextLength { get; init; }
}
