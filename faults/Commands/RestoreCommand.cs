using System.CommandLine;
using SignalRChat.Faults.Trials;

namespace SignalRChat.Faults.Commands;

/// <summary>A backup is put back, once with SQLite and once with PostgreSQL.</summary>
internal static class RestoreCommand
{
    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<string> _folder = FaultsOptions.Folder();

    public static Command Create()
    {
        var command = new Command("restore", "The database is restored from a backup while people talk: one node with SQLite, then two with PostgreSQL. Half a minute each.") { _seed, _folder };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (seed, folder) = (FaultsOptions.Choose(parse.GetValue(_seed)), parse.GetValue(_folder)!);
            var results = new List<TrialResult>();
            foreach (var nodes in (int[])[1, 2])
                results.Add(await Trial.RunAsync(RestoreTrial.Plan(nodes, seed, folder), Console.Out, cancellationToken));
            return Conclusion.Tell(results, folder);
        });
        return command;
    }
}
