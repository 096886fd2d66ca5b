using System.CommandLine;
using SignalRChat.Faults.Oracle;
using SignalRChat.Faults.Reports;
using SignalRChat.Faults.Trials;

namespace SignalRChat.Faults.Commands;

/// <summary>
/// Tests the oracle: the check meant for a deliberate defect must find it. Needs a build with mutants, which <c>faults/run
/// mutants</c> makes.
/// </summary>
internal static class MutantsCommand
{
    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<string> _folder = FaultsOptions.Folder();
    private static readonly Option<string?> _only = new("--only") { Description = "One mutant alone, by its name." };

    public static Command Create()
    {
        var command = new Command("mutants", "Defects made on purpose, each of which has to be caught by the check meant for it.") { _seed, _folder, _only };
        _only.AcceptOnlyFromAmong([.. MutantTrial.All.Select(trial => trial.Mutant)]);
        command.SetAction((parse, cancellationToken) => RunAsync(
            FaultsOptions.Choose(parse.GetValue(_seed)), Path.Combine(parse.GetValue(_folder)!, "mutants"), parse.GetValue(_only), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int seed, string folder, string? only, CancellationToken cancellationToken)
    {
        var trials = MutantTrial.All.Where(trial => only is null || trial.Mutant == only).ToArray();
        var caught = 0;
        foreach (var trial in trials)
        {
            // This process plays the client's mutants.
            Environment.SetEnvironmentVariable("CHAT_MUTANT", trial.Mutant);
            var result = await Trial.RunAsync(trial.Plan(seed, folder), Console.Out, cancellationToken);
            var isCaught = result.Count(trial.MeantFor) > 0;
            caught += isCaught ? 1 : 0;
            Console.WriteLine($"{trial.Mutant}: {(isCaught ? "caught" : "NOT CAUGHT")} by {Words.Of(trial.MeantFor)}; found: {Found(result)}");
        }
        Console.WriteLine($"mutants caught {caught}/{trials.Length}");
        return caught == trials.Length ? 0 : 1;
    }

    private static string Found(TrialResult result) => result.Violations.Count == 0
        ? $"nothing{(result.Broken is { } broken ? $", and it broke off: {broken}" : "")}"
        : string.Join(", ", Enum.GetValues<Check>().Where(check => result.Count(check) > 0).Select(check => $"{result.Count(check)} {Words.Of(check)}"))
            + $", as: {result.Violations[0].Sentence}";
}
