using SignalRChat.Faults.Cluster;
using SignalRChat.Faults.Nemesis;
using SignalRChat.Faults.Workload;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Trials;

/// <summary>Starts a cluster, lets clients send while faults strike, and judges the result.</summary>
internal static class Trial
{
    private static readonly TimeSpan _untilDesertion = TimeSpan.FromSeconds(8);

    public static async Task<TrialResult> RunAsync(TrialPlan plan, TextWriter progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(plan.Folder);
        await progress.WriteLineAsync($"{plan.Name}: {plan.Cluster.Nodes} node(s), {plan.Schedule.Count} faults, seed {plan.Seed}");
        // Files of an earlier run do not belong to the history that begins here.
        File.Delete(KeptTrial.FileOf(KeptTrial.HistoryFile(plan.Folder, plan.Name)));
        using var book = new HistoryBook(KeptTrial.HistoryFile(plan.Folder, plan.Name));
        await using var cluster = await TestCluster.StartAsync(
            plan.Cluster, new Tokens(plan.TokenLife), Path.Combine(plan.Folder, plan.Name));
        Setup setup;
        Exception? broken;
        using (Standstills.Watching(since => book.Write("", new StoodStill(book.At(since)))))
        using (Standstills.WatchingDisk(Path.GetTempPath(), since => book.Write("", new StoodStill(book.At(since), IsOfDisk: true))))
        await using (var people = new People(cluster, book, plan.Seed))
        {
            await people.StartAsync();
            var striking = new FaultRunner(new FaultTargets(cluster, people, book), FaultCatalog.All(plan.Cluster), book)
                .RunAsync(plan.Schedule, plan.IsInTurn, progress, cancellationToken);
            await Pauses.WaitAsync(_untilDesertion, cancellationToken);
            await people.DesertAsync();
            broken = await FailureOfAsync(striking);
            await Pauses.WaitAsync(plan.Afterwards, cancellationToken);
            broken ??= await FailureOfAsync(people.SettleAsync(plan.Settles));
            setup = people.Setup;
        }
        broken ??= await FailureOfAsync(cluster.StopNodesAsync());
        var kept = new KeptTrial(plan.Name, plan.Seed, await cluster.ReadTruthAsync(), setup) { Broken = broken?.ToString() };
        await kept.WriteAsync(plan.Folder);
        return TrialResult.Of(kept, book.Snapshot());
    }

    /// <summary>An aborted run is judged too: the history until then may show the reason.</summary>
    private static async Task<Exception?> FailureOfAsync(Task part)
    {
        try
        {
            await part;
            return null;
        }
        catch (Exception failed)
        {
            return failed;
        }
    }
}
