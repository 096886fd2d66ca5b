using System.CommandLine;
using SignalRChat.Faults.Reports;
using SignalRChat.Faults.Trials;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Commands;

/// <summary>
/// Tests the oracle: the check meant for a deliberate defect must find it. The build must contain the defect; <c>faults/run
/// mutants</c> builds and runs one after the other.
/// </summary>
internal static class MutantCommand
{
    private static readonly Argument<string> _name =
        new("name") { Description = "The name of the patch in eng/mutants that this build contains." };
    private static readonly Option<int> _seed = FaultsOptions.Seed();
    private static readonly Option<string> _folder = FaultsOptions.Folder();

    public static Command Create()
    {
        var command = new Command(
            "mutant", "Tests that the check meant for a defect finds it. faults/run mutants runs it for each defect.")
        {
            _name, _seed, _folder,
        };
        _name.AcceptOnlyFromAmong([.. MutantTrial.All.Select(trial => trial.Mutant)]);
        command.SetAction((parse, cancellationToken) => RunAsync(
            MutantTrial.All.Single(trial => trial.Mutant == parse.GetValue(_name)),
            FaultsOptions.Choose(parse.GetValue(_seed)), Path.Combine(parse.GetValue(_folder)!, "mutants"), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(MutantTrial trial, int seed, string folder, CancellationToken cancellationToken)
    {
        var result = await Trial.RunAsync(trial.Plan(seed, folder), Console.Out, cancellationToken);
        var isCaught = result.Count(trial.MeantFor) > 0;
        Console.WriteLine($"{trial.Mutant}: {(isCaught ? "caught" : "NOT CAUGHT")} by {Words.Of(trial.MeantFor)}; found: {Found(result)}");
        return isCaught ? 0 : 1;
    }

    private static string Found(TrialResult result) => result.Violations.Count == 0
        ? $"nothing{(result.Broken is { } broken ? $", and it broke off: {broken}" : "")}"
        : string.Join(", ", Enum.GetValues<Check>()
            .Where(check => result.Count(check) > 0).Select(check => $"{result.Count(check)} {Words.Of(check)}"))
            + $", as: {result.Violations[0].Sentence}";
}
