using System.CommandLine;
using SignalRChat.Bench.Costs;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Commands;

/// <summary>Measures how long an inbox takes to open.</summary>
internal static class InboxCommand
{
    private static readonly Option<string?> _postgres = BenchOptions.PostgresInstead();
    private static readonly Option<int> _rooms = BenchOptions.Number("--rooms", 1_000, "Rooms of the user.", most: 10_000);
    private static readonly Option<int> _messages =
        BenchOptions.Number("--messages", 1_000_000, "Messages of all these rooms together.", most: 100_000_000);
    private static readonly Option<int> _openings =
        BenchOptions.Number("--openings", 20, "Openings after the first, each by a new connection.");
    private static readonly Option<string> _serverDll = BenchOptions.ServerDll();
    private static readonly Option<string> _dataParent = BenchOptions.DataParent();

    public static Command Create()
    {
        var command = new Command(
            "inbox",
            "How long a user with many rooms waits for its whole inbox, with SQLite and, if --postgres is given, with PostgreSQL.")
        {
            _postgres, _rooms, _messages, _openings, _serverDll, _dataParent,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var opening = new InboxOpening(
            new FullServerSource(parse.GetValue(_serverDll)!, parse.GetValue(_dataParent)!),
            parse.GetValue(_rooms), parse.GetValue(_messages), parse.GetValue(_openings));
        List<string[]> rows = [await opening.MeasureAsync(postgres: null)];
        if (parse.GetValue(_postgres) is { } postgres)
            rows.Add(await opening.MeasureAsync(postgres));
        Table.Write(Console.Out, ["database", "first", "median", "slowest"], rows);
        return 0;
    }
}
