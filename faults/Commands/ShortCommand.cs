using System.CommandLine;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Trials;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Commands;

/// <summary>Runs for a few minutes, in which every fault strikes once.</summary>
internal static class ShortCommand
{
    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<string> _folder = FaultsOptions.Folder();
    private static readonly Option<int> _most = new("--most")
    {
        Description = "So many of the faults, left to chance, but some of each part. Default: all.",
        DefaultValueFactory = _ => int.MaxValue,
    };
    private static readonly Option<string[]> _only = new("--only")
    {
        Description = "These faults alone, in this order: their names, with spaces between.",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<int> _times = new("--times")
    {
        Description = "With --only: all of them so many times.",
        DefaultValueFactory = _ => 1,
    };
    private static readonly Option<bool> _failover = new("--failover") { Description = "With --only: the failovers as well." };
    private static readonly Option<bool> _busy = FaultsOptions.Busy();
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly ClusterShape _alone = new(1) { PrivateRooms = WorkloadRooms.Private };
    private static readonly ClusterShape _cluster = new(2) { PrivateRooms = WorkloadRooms.Private };

    public static Command Create()
    {
        var command = new Command(
            "short",
            "Every fault once: one node with SQLite, then two with PostgreSQL and Redis; a restored backup, "
            + "and failovers to a standby that lags. A few minutes.")
        {
            _seed, _folder, _most, _only, _times, _failover, _busy,
        };
        var known = Parts().SelectMany(part => part.Kinds).Select(kind => kind.Name).Distinct().Order().ToArray();
        _only.Validators.Add(names =>
        {
            foreach (var name in names.GetValueOrDefault<string[]>()!.Except(known))
                names.AddError($"--only {name}: there is no such fault. There are: {string.Join(", ", known)}.");
        });
        command.SetAction((parse, cancellationToken) =>
        {
            string[] only = [.. Enumerable.Repeat(parse.GetValue(_only)!, parse.GetValue(_times)).SelectMany(names => names)];
            return RunAsync(
                FaultsOptions.Choose(parse.GetValue(_seed)), parse.GetValue(_folder)!, parse.GetValue(_most), only,
                parse.GetValue(_failover), parse.GetValue(_busy), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        int seed, string folder, int most, string[] only, bool withFailover, bool isBusy, CancellationToken cancellationToken)
    {
        var results = new List<TrialResult>();
        foreach (var (name, shape, kinds) in Parts())
        {
            var schedule = only.Length == 0
                ? Schedule.EachOnce(seed, Schedule.Some(seed, kinds, most), _pause)
                : Schedule.InOrder(seed, [.. only.Join(kinds, fault => fault, kind => kind.Name, (_, kind) => kind)], _pause);
            if (schedule.Length > 0)
            {
                var plan = new TrialPlan(name, shape, seed, schedule, folder) { IsInTurn = true };
                results.Add(await Trial.RunAsync(plan, Console.Out, cancellationToken));
            }
        }
        if (only.Length == 0)
            results.Add(await Trial.RunAsync(RestoreTrial.Plan(_cluster.Nodes, seed, folder), Console.Out, cancellationToken));
        if (only.Length == 0 || withFailover)
            results.Add(await Trial.RunAsync(FailoverTrial.Plan(seed, folder), Console.Out, cancellationToken));
        return Conclusion.Tell(results, folder, countsTime: !isBusy);
    }

    private static (string Name, ClusterShape Shape, FaultKind[] Kinds)[] Parts()
    {
        // The faults of clients are the same for both shapes.
        var ofTheNode = FaultCatalog.For(_alone).Where(kind => kind.Places.Contains("node")).ToArray();
        return [("one-node", _alone, ofTheNode), ("two-nodes", _cluster, FaultCatalog.For(_cluster))];
    }
}
