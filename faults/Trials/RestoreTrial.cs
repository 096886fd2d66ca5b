using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Oracle;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Trials;

/// <summary>
/// The database is restored from a backup a few seconds old. All clients are connected, except one that is cut off and
/// reconnects to a different history.
/// </summary>
internal static class RestoreTrial
{
    private static readonly TimeSpan _start = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _age = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan _away = TimeSpan.FromSeconds(8);

    public static TrialPlan Plan(int nodes, int seed, string folder)
    {
        PlannedFault[] schedule =
        [
            new(1, FaultNames.Restore, 0, _start, _age),
            new(2, "client-cut", new Random(seed).Next(People.MemberCount), _start + (_age / 2), _away),
        ];
        var shape = new ClusterShape(nodes) { PrivateRooms = WorkloadRooms.Private };
        return new TrialPlan(nodes == 1 ? "restore-sqlite" : "restore-postgres", shape, seed, schedule, folder);
    }
}
