using System.CommandLine;
using SignalRChat.Bench.Faults;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Commands;

/// <summary>Measures how faults of Redis affect users.</summary>
internal static class FaultsCommand
{
    private static readonly Option<string> _postgres = BenchOptions.Postgres();
    private static readonly Option<int> _nodes = BenchOptions.Number("--nodes", 2, "Nodes of each cluster.", least: 2, most: 8);
    private static readonly Option<int> _watch =
        BenchOptions.Number("--watch", 15, "Seconds that are watched after a fault is over.", most: 600);
    private static readonly Option<string?> _only = new("--only") { Description = "Only the faults whose name holds this." };
    private static readonly Option<string> _serverDll = BenchOptions.ServerDll();
    private static readonly Option<string> _dataParent = BenchOptions.DataParent();
    private static readonly Option<FileInfo?> _json = BenchOptions.Json();

    public static Command Create()
    {
        var command = new Command(
            "faults",
            "What people in a room notice when something befalls Redis: " +
            "nodes of the chat server against nodes of a bare hub on SignalR's own Redis backplane. " +
            "Starts redis-server itself; PostgreSQL has to be there.")
        {
            _postgres, _nodes, _watch, _only, _serverDll, _dataParent, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var source = new ClusterSource(
            new FullServerSource(parse.GetValue(_serverDll)!, parse.GetValue(_dataParent)!),
            parse.GetValue(_postgres)!, parse.GetValue(_nodes));
        var only = parse.GetValue(_only) ?? "";
        var cases = FaultCase.All.Where(fault => fault.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
        var results = await new FaultComparison(source, TimeSpan.FromSeconds(parse.GetValue(_watch))).RunAsync(cases, cancellationToken);
        Console.WriteLine();
        FaultReport.Write(Console.Out, results);
        JsonFile.Write(parse.GetValue(_json), results.Select(one => new { Case = one.Case.Name, one.Servers, one.Result }));
        return 0;
    }
}
