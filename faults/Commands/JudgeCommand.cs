using System.CommandLine;
using SignalRChat.Faults.Trials;

namespace SignalRChat.Faults.Commands;

/// <summary>Runs only the oracle, on the files of earlier runs.</summary>
internal static class JudgeCommand
{
    private static readonly Argument<string[]> _files = new("history")
    {
        Description = "Histories of runs, such as artifacts/faults/long.jsonl.",
        Arity = ArgumentArity.OneOrMore,
    };
    private static readonly Option<bool> _busy = FaultsOptions.Busy();
    private static readonly Option<string> _folder = new("--output")
    {
        Description = "Where report and pictures go.",
        DefaultValueFactory = _ => Path.Combine("artifacts", "faults", "judged"),
    };

    public static Command Create()
    {
        var command = new Command(
            "judge",
            "Judges runs again by what they left: the history, and beside it what the database held in the end (*.kept.json).")
        {
            _files, _folder, _busy,
        };
        _files.Validators.Add(files =>
        {
            var needed = files.GetValueOrDefault<string[]>()!.SelectMany(history => (string[])[history, KeptTrial.FileOf(history)]);
            foreach (var file in needed.Where(file => !File.Exists(file)))
                files.AddError($"{file}: there is no such file.");
        });
        command.SetAction(async (parse, _) =>
        {
            var results = new List<TrialResult>();
            foreach (var file in parse.GetValue(_files)!)
                results.Add(TrialResult.Of(await KeptTrial.ReadAsync(file), await HistoryBook.ReadAsync(file)));
            return Conclusion.Tell(results, parse.GetValue(_folder)!, countsTime: !parse.GetValue(_busy));
        });
        return command;
    }
}
