using System.CommandLine;
using SignalRChat.Faults.Trials;

namespace SignalRChat.Faults.Commands;

/// <summary>
/// Moves the database back to an earlier point: by a backup, with SQLite and with PostgreSQL, and by a failover to a standby that lags.
/// </summary>
internal static class RestoreCommand
{
    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<string> _folder = FaultsOptions.Folder();

    public static Command Create()
    {
        var command = new Command(
            "restore",
            "The database goes back to an earlier point while people talk: a backup is restored with SQLite and with PostgreSQL, "
            + "and PostgreSQL fails over to a standby that lags. Half a minute each.")
        {
            _seed, _folder,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (seed, folder) = (FaultsOptions.Choose(parse.GetValue(_seed)), parse.GetValue(_folder)!);
            var results = new List<TrialResult>();
            foreach (var nodes in (int[])[1, 2])
                results.Add(await Trial.RunAsync(RestoreTrial.Plan(nodes, seed, folder), Console.Out, cancellationToken));
            results.Add(await Trial.RunAsync(RestoreTrial.Failovers(seed, folder), Console.Out, cancellationToken));
            return Conclusion.Tell(results, folder);
        });
        return command;
    }
}
