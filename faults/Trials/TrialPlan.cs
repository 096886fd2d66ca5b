using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;

namespace SignalRChat.Faults.Trials;

/// <summary>One run: its cluster, its faults and their times, its seed, and the folder of its history.</summary>
internal sealed record TrialPlan(string Name, ClusterShape Cluster, int Seed, IReadOnlyList<PlannedFault> Schedule, string Folder)
{
    /// <summary>The lifetime of a token. The clients must renew their tokens several times in a run.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>The longest time in which all clients must have everything at the end.</summary>
    public TimeSpan Settles { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Whether each fault waits for the end of the previous one, so that each is seen alone. Otherwise a fault that outlasts
    /// its plan overlaps the next.
    /// </summary>
    public bool IsInTurn { get; init; }

    /// <summary>The time after the last fault, before the clients stop sending.</summary>
    public TimeSpan Afterwards { get; init; } = TimeSpan.FromSeconds(5);
}
