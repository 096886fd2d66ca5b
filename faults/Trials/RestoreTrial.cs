using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Trials;

/// <summary>
/// The database goes back a few seconds while all clients are connected, except one that is cut off and reconnects to a different history.
/// </summary>
internal static class RestoreTrial
{
    private static readonly TimeSpan _start = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _age = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan _betweenFailovers = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan _away = TimeSpan.FromSeconds(8);

    /// <summary>It is restored from a backup.</summary>
    public static TrialPlan Plan(int nodes, int seed, string folder) => Plan(
        nodes == 1 ? "restore-sqlite" : "restore-postgres", nodes, seed, folder, new PlannedFault(1, FaultNames.Restore, 0, _start, _age));

    /// <summary>PostgreSQL fails over twice to a standby that lags.</summary>
    public static TrialPlan Failovers(int seed, string folder) => Plan(
        "failover", 2, seed, folder,
        new PlannedFault(1, FaultNames.Failover, 0, _start, _age),
        new PlannedFault(3, FaultNames.Failover, 0, _start + _betweenFailovers, _age));

    private static TrialPlan Plan(string name, int nodes, int seed, string folder, params PlannedFault[] losses)
    {
        var away = new PlannedFault(2, "client-cut", new Random(seed).Next(People.MemberCount), _start + (_age / 2), _away);
        var shape = new ClusterShape(nodes) { PrivateRooms = WorkloadRooms.Private };
        return new TrialPlan(name, shape, seed, [.. losses, away], folder);
    }
}
