using System.CommandLine;
using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Trials;
using SignalRChat.Faults.Workload;

namespace SignalRChat.Faults.Commands;

/// <summary>A few minutes in which every fault strikes once.</summary>
internal static class ShortCommand
{
    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<string> _folder = FaultsOptions.Folder();
    private static readonly Option<int> _most = new("--most") { Description = "So many of the faults, left to chance, but some of each part. Default: all.", DefaultValueFactory = _ => int.MaxValue };
    private static readonly Option<string[]> _only = new("--only") { Description = "These faults alone, by their names.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> _times = new("--times") { Description = "Each so many times.", DefaultValueFactory = _ => 1 };
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly ClusterShape _alone = new(1) { PrivateRooms = WorkloadRooms.Private };
    private static readonly ClusterShape _cluster = new(2) { PrivateRooms = WorkloadRooms.Private };

    public static Command Create()
    {
        var command = new Command("short", "Every fault once: one node with SQLite, then two with PostgreSQL and Redis; and a restored backup. A few minutes.") { _seed, _folder, _most, _only, _times };
        _only.AcceptOnlyFromAmong([.. FaultCatalog.For(_alone).Concat(FaultCatalog.For(_cluster)).Select(kind => kind.Name).Distinct()]);
        command.SetAction((parse, cancellationToken) =>
        {
            var seed = FaultsOptions.Choose(parse.GetValue(_seed));
            var only = parse.GetValue(_only) ?? [];
            FaultKind[] Chosen(IEnumerable<FaultKind> kinds)
            {
                var some = Schedule.Some(seed, [.. kinds.Where(kind => only.Length == 0 || only.Contains(kind.Name))], parse.GetValue(_most));
                return [.. Enumerable.Repeat(some, parse.GetValue(_times)).SelectMany(kind => kind)];
            }
            return RunAsync(seed, parse.GetValue(_folder)!, Chosen, restores: only.Length == 0, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(int seed, string folder, Func<IEnumerable<FaultKind>, FaultKind[]> chosen, bool restores, CancellationToken cancellationToken)
    {
        var results = new List<TrialResult>();
        // What befalls clients is the same for both.
        var ofTheNode = chosen(FaultCatalog.For(_alone).Where(kind => kind.Places.Contains("node")));
        var all = chosen(FaultCatalog.For(_cluster));
        foreach (var (name, shape, kinds) in ((string, ClusterShape, FaultKind[])[])[("one-node", _alone, ofTheNode), ("two-nodes", _cluster, all)])
        {
            if (kinds.Length == 0)
                continue;
            var plan = new TrialPlan(name, shape, seed, Schedule.EachOnce(seed, kinds, _pause), folder);
            results.Add(await Trial.RunAsync(plan, Console.Out, cancellationToken));
        }
        if (restores)
            results.Add(await Trial.RunAsync(RestoreTrial.Plan(2, seed, folder), Console.Out, cancellationToken));
        return Conclusion.Tell(results, folder);
    }
}
