namespace SignalRChat.Faults.Nemesis;

/// <summary>A kind of fault by its name, how many targets it has in an arena of this shape, and how it is made for one of them.</summary>
internal sealed record FaultKind(string Name, int Targets, Func<FaultTargets, int, IFault> Create)
{
    /// <summary>
    /// What it strikes, in the order of names: two kinds that strike the same do so one after the other, for they would undo each
    /// other.
    /// </summary>
    public string[] Places { get; init; } = [Name.Split('-')[0]];

    /// <summary>How long its traces are seen afterwards at the most, which is left to it where each fault is to be seen alone.</summary>
    public TimeSpan Recovers { get; init; }

    /// <summary>How long it lasts at the least and at the most.</summary>
    public (double Least, double Most) Seconds { get; init; } = (1.5, 3);
}
