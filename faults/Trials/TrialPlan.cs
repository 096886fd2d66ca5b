using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;

namespace SignalRChat.Faults.Trials;

/// <summary>One run: which cluster, which faults and when, with which seed, and where its history goes.</summary>
internal sealed record TrialPlan(string Name, ClusterShape Cluster, int Seed, IReadOnlyList<PlannedFault> Schedule, string Folder)
{
    /// <summary>A token lives this long: the clients have to renew theirs several times in a run.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long everybody may take to have everything in the end.</summary>
    public TimeSpan Settles { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Whether each fault waits for the end of the one before it, so that each is seen alone; else one that outlasts its plan
    /// overlaps the next.
    /// </summary>
    public bool IsInTurn { get; init; }

    /// <summary>After the last fault, before everybody falls silent.</summary>
    public TimeSpan Afterwards { get; init; } = TimeSpan.FromSeconds(5);
}
