namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// A kind of fault: its name, its number of targets in a cluster of this shape, and a factory for the fault on one target.
/// </summary>
internal sealed record FaultKind(string Name, int Targets, Func<FaultTargets, int, IFault> Create)
{
    /// <summary>
    /// The targets that it strikes, ordered by name. Two kinds with a common target strike one after the other, because each
    /// would undo the other.
    /// </summary>
    public string[] Places { get; init; } = [Name.Split('-')[0]];

    /// <summary>
    /// The longest time for which its effects last afterwards. The schedule waits for it if each fault must be seen alone.
    /// </summary>
    public TimeSpan Recovers { get; init; }

    /// <summary>The shortest and the longest duration.</summary>
    public (double Least, double Most) Seconds { get; init; } = (1.5, 3);
}
