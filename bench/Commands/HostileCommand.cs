using System.CommandLine;
using System.Globalization;
using SignalRChat.Bench.Hostile;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Commands;

/// <summary>Measures how a flooding user affects other users.</summary>
internal static class HostileCommand
{
    private static readonly Option<int> _connections = BenchOptions.Number(
        "--connections", 4, "Flooding connections, all of one user; the burner has as many threads.", most: 100);
    private static readonly Option<int> _rate = BenchOptions.Number("--rate", 50, "Sends a second of the four others together.");
    private static readonly Option<int> _rounds = BenchOptions.Rounds();
    private static readonly Option<int> _duration = BenchOptions.Duration(10);
    private static readonly Option<string> _serverDll = BenchOptions.ServerDll();
    private static readonly Option<string> _dataParent = BenchOptions.DataParent();
    private static readonly Option<FileInfo?> _json = BenchOptions.Json();

    public static Command Create()
    {
        var command = new Command(
            "hostile",
            "How long the sends of four users take while another floods the server with WebSocket pings, " +
            "against a process that only uses the processor, and against nothing. The server has its default rates.")
        {
            _connections, _rate, _rounds, _duration, _serverDll, _dataParent, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    public static Command CreateNeighbour()
    {
        var count = new Argument<int>("count");
        var command = new Command(Neighbour.CommandName, "What hostile starts beside the server: a flood or a processor burner.") { count };
        command.SetAction((parse, cancellationToken) => Neighbour.RunAsync(parse.GetValue(count), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var source = new FullServerSource(parse.GetValue(_serverDll)!, parse.GetValue(_dataParent)!);
        var plan = new HostilePlan(
            source, parse.GetValue(_connections), parse.GetValue(_rate), parse.GetValue(_rounds),
            TimeSpan.FromSeconds(parse.GetValue(_duration)));
        var results = await new HostileRun(plan).RunAsync(cancellationToken);
        Console.WriteLine();
        string[] head = ["beside", "p50 ms", "p99 ms", "longest ms", "server cores", "neighbour cores"];
        Table.Write(Console.Out, head, [.. HostileRun.Besides.Select(beside => Row(beside, results))]);
        JsonFile.Write(parse.GetValue(_json), results);
        return 0;
    }

    /// <summary>The medians of the rounds, and the maximum over all rounds.</summary>
    private static string[] Row(string beside, List<HostileResult> results)
    {
        var rounds = results.Where(result => result.Beside == beside).ToArray();
        string Middle(Func<HostileResult, double> figure, string format) =>
            Median.Of(rounds.Select(figure)).ToString(format, CultureInfo.InvariantCulture);
        return
        [
            beside,
            Middle(result => result.Ack.P50, "0.0"), Middle(result => result.Ack.P99, "0.0"), $"{rounds.Max(result => result.Ack.Max):0.0}",
            Middle(result => result.ServerCores ?? 0, "0.00"), Middle(result => result.NeighbourCores ?? 0, "0.00"),
        ];
    }
}
