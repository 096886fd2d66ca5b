using System.CommandLine;
using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Shapes;

namespace SignalRChat.Bench.Commands;

/// <summary>Compares the chat server with a bare SignalR hub in rooms of many sizes.</summary>
internal static class ShapesCommand
{
    private static readonly Option<string[]> _only = new("--only")
    {
        Description = "These cells alone, such as r10,pairs-sat. --list names them.",
        CustomParser = given => [.. given.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries))],
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<bool> _list = new("--list") { Description = "Name the cells and their aims, and measure nothing." };
    private static readonly Option<SendOrder> _order = new("--order")
    {
        Description = "rooms: each send goes to the next room; row: all members of a room send, one after the other.",
    };
    private static readonly Option<int> _depth = BenchOptions.Number(
        "--depth", 0, "Sends of each sender in flight in the saturated cells; 0: as the cell says.", 0);
    private static readonly Option<bool> _markdown = new("--markdown")
    {
        Description = "Only the tables on standard output, without the list of missed aims. Progress is on standard error in any case.",
    };
    private static readonly Option<bool> _peers = new("--peers")
    {
        Description = "Also Node with ws and Socket.IO, where one node has a load or connects (npm ci --prefix faults/controls/socketio).",
    };
    private static readonly Option<string> _protocol = BenchOptions.Protocol("json");

    public static Command Create()
    {
        var command = new Command(
            "shapes",
            "The chat server against a bare SignalR hub (group broadcast, no store, no users) in rooms of many sizes, in turns: " +
            "processor time, latency, rates, bytes, memory and connects, each with its aim. Two nodes are compared with two of " +
            "the bare hub on SignalR's Redis backplane; this program starts redis-server and PostgreSQL for them.")
        {
            _only, _list, _order, _depth, _markdown, _peers, _protocol,
        };
        _only.Validators.Add(given =>
        {
            var known = Cells.All.Select(cell => cell.Name).ToArray();
            foreach (var name in given.GetValueOrDefault<string[]>()!.Except(known))
                given.AddError($"--only {name}: there is no such cell. There are: {string.Join(", ", known)}.");
        });
        command.AddComparisonOptions();
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var only = parse.GetValue(_only)!;
        var cells = Cells.All.Where(cell => only.Length == 0 || only.Contains(cell.Name)).ToArray();
        if (parse.GetValue(_list))
        {
            Table.Write(Console.Out, ["cell", "load", "aims"], [.. cells.Select(Describe)]);
            return 0;
        }

        var plan = new ShapesPlan(ComparisonOptions.Server(parse), cells, ComparisonOptions.Turns(parse))
        {
            HasPeers = parse.GetValue(_peers),
            Protocol = parse.GetValue(_protocol)!,
            TextLength = ComparisonOptions.TextLength(parse),
            Order = parse.GetValue(_order),
            Depth = parse.GetValue(_depth) is > 0 and var depth ? depth : null,
        };
        var machine = Machine.Describe();
        var rounds = await new ShapesRun(plan).RunAsync(cancellationToken);
        var report = new ShapesReport(rounds);
        if (!parse.GetValue(_markdown))
            report.WriteMissed(Console.Out);

        report.Write(Console.Out);
        Console.WriteLine($"{machine} {plan.Turns.Rounds} rounds of {plan.Turns.Windows} windows of {plan.Turns.Duration.TotalSeconds} s.");
        JsonFile.Write(ComparisonOptions.Json(parse), new { plan, machine, report.Rows, rounds });
        return 0;
    }

    private static string[] Describe(Cell cell) =>
        [cell.Name, cell.Text, string.Join(", ", cell.Aims.Select(aim => $"{FigureText.Of(aim.Figure).Name} {aim}"))];
}
