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
    private static readonly Option<bool> _parallel = new("--parallel")
    {
        Description = "The parts at the same time, each with its own cluster: faster, and their times are those of a busy machine.",
    };
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
            _seed, _folder, _most, _only, _times, _failover, _busy, _parallel,
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
            var seed = FaultsOptions.Choose(parse.GetValue(_seed));
            var folder = parse.GetValue(_folder)!;
            var plans = Plans(seed, folder, parse.GetValue(_most), only, parse.GetValue(_failover));
            return RunAsync([.. plans], folder, parse.GetValue(_parallel), parse.GetValue(_busy), cancellationToken);
        });
        return command;
    }

    private static IEnumerable<TrialPlan> Plans(int seed, string folder, int most, string[] only, bool withFailover)
    {
        foreach (var (name, shape, kinds) in Parts())
        {
            var schedule = only.Length == 0
                ? Schedule.EachOnce(seed, Schedule.Some(seed, kinds, most), _pause)
                : Schedule.InOrder(seed, [.. only.Join(kinds, fault => fault, kind => kind.Name, (_, kind) => kind)], _pause);
            if (schedule.Length > 0)
                yield return new TrialPlan(name, shape, seed, schedule, folder) { IsInTurn = true };
        }
        if (only.Length == 0)
            yield return RestoreTrial.Plan(_cluster.Nodes, seed, folder);
        if (only.Length == 0 || withFailover)
            yield return RestoreTrial.Failovers(seed, folder);
    }

    private static async Task<int> RunAsync(
        TrialPlan[] plans, string folder, bool isParallel, bool isBusy, CancellationToken cancellationToken)
    {
        var results = new List<TrialResult>();
        if (isParallel)
        {
            results.AddRange(await Task.WhenAll(plans.Select(plan => Trial.RunAsync(plan, Console.Out, cancellationToken))));
        }
        else
        {
            foreach (var plan in plans)
                results.Add(await Trial.RunAsync(plan, Console.Out, cancellationToken));
        }
        return Conclusion.Tell(results, folder, countsTime: !isBusy && !isParallel);
    }

    private static (string Name, ClusterShape Shape, FaultKind[] Kinds)[] Parts()
    {
        // The faults of clients are the same for both shapes.
        var ofTheNode = FaultCatalog.For(_alone).Where(kind => kind.Places.Contains("node")).ToArray();
        return [("one-node", _alone, ofTheNode), ("two-nodes", _cluster, FaultCatalog.For(_cluster))];
    }
}
