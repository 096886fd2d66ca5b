using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Oracle;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Trials;

/// <summary>
/// PostgreSQL fails over twice to a standby that lags. All clients are connected, except one that is cut off and reconnects to
/// a different history.
/// </summary>
internal static class FailoverTrial
{
    private static readonly TimeSpan _start = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _lag = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan _between = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan _away = TimeSpan.FromSeconds(8);

    public static TrialPlan Plan(int seed, string folder)
    {
        PlannedFault[] schedule =
        [
            new(1, FaultNames.Failover, 0, _start, _lag),
            new(2, "client-cut", new Random(seed).Next(People.MemberCount), _start + (_lag / 2), _away),
            new(3, FaultNames.Failover, 0, _start + _between, _lag),
        ];
        return new TrialPlan("failover", new ClusterShape(2) { PrivateRooms = WorkloadRooms.Private }, seed, schedule, folder);
    }
}
