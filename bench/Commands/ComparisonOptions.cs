using System.CommandLine;
using SignalRChat.Bench.Comparing;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Commands;

/// <summary>
/// The options of every comparison: the number and length of its measurements, its server, and the file of its figures.
/// </summary>
internal static class ComparisonOptions
{
    private static readonly Option<int> _textLength = BenchOptions.TextLength(120);
    private static readonly Option<int> _rounds = BenchOptions.Rounds();
    private static readonly Option<int> _windows = BenchOptions.Windows();
    private static readonly Option<int> _warmup = BenchOptions.Warmup(2);
    private static readonly Option<int> _duration = BenchOptions.Duration(4);
    private static readonly Option<string> _serverDll = BenchOptions.ServerDll();
    private static readonly Option<string> _dataParent = BenchOptions.DataParent();
    private static readonly Option<FileInfo?> _json = BenchOptions.Json();

    public static void AddComparisonOptions(this Command command)
    {
        foreach (var option in new Option[] { _textLength, _rounds, _windows, _warmup, _duration, _serverDll, _dataParent, _json })
            command.Options.Add(option);
    }

    public static int TextLength(ParseResult parse) => parse.GetValue(_textLength);

    public static TurnPlan Turns(ParseResult parse) => new(
        parse.GetValue(_rounds),
        parse.GetValue(_windows),
        TimeSpan.FromSeconds(parse.GetValue(_warmup)),
        TimeSpan.FromSeconds(parse.GetValue(_duration)));

    public static FullServerSource Server(ParseResult parse) => new(parse.GetValue(_serverDll)!, parse.GetValue(_dataParent)!);

    public static FileInfo? Json(ParseResult parse) => parse.GetValue(_json);

    public static void Report(ParseResult parse, object plan, IReadOnlyCollection<Comparison> comparisons)
    {
        Console.WriteLine();
        ComparisonReport.Write(Console.Out, comparisons);
        JsonFile.Write(Json(parse), new { plan, comparisons });
    }
}
