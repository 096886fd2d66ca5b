using System.CommandLine;
using SignalRChat.Bench.Costs;
using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Commands;

/// <summary>Measures what the parts of a cluster use under a load.</summary>
internal static class CostsCommand
{
    private static readonly Option<string> _postgres = BenchOptions.Postgres();
    private static readonly Option<int> _nodes = BenchOptions.Number("--nodes", 2, "Nodes.", least: 2, most: 8);
    private static readonly Option<string> _protocol = BenchOptions.Protocol("messagepack");
    private static readonly Option<int> _rooms = BenchOptions.Number("--rooms", 2, "Rooms.");
    private static readonly Option<int> _roomSize = BenchOptions.Number("--room-size", 100, "Members of a room, spread over the nodes.");
    private static readonly Option<int> _senders = BenchOptions.Number("--senders", 8, "Senders in each room.");
    private static readonly Option<int> _rate = BenchOptions.Number(
        "--rate", 100, "Sends a second of all senders together; 0: as fast as acks allow, one in flight for each sender.", 0);
    private static readonly Option<int> _idle = BenchOptions.Number(
        "--idle", 0, "Measure memory with this many idle connections instead of a load.", 0);
    private static readonly Option<int> _inbox = BenchOptions.Number(
        "--inbox", 0, "With --idle: the connections follow inboxes of so many rooms, and join none.", 0);
    private static readonly Option<int> _textLength = BenchOptions.TextLength();
    private static readonly Option<int> _warmup = BenchOptions.Warmup(20);
    private static readonly Option<int> _duration = BenchOptions.Duration(20);
    private static readonly Option<string> _serverDll = BenchOptions.ServerDll();
    private static readonly Option<string> _dataParent = BenchOptions.DataParent();
    private static readonly Option<FileInfo?> _json = BenchOptions.Json();

    public static Command Create()
    {
        var command = new Command(
            "costs",
            "What a message costs nodes, PostgreSQL and Redis, in processor time, bytes and transactions; " +
            "with --idle what connections, members and rooms cost in memory, and with --inbox what following an inbox costs. " +
            "Starts nodes and redis-server itself; PostgreSQL has to be there, on this machine, and be used by nobody else meanwhile.")
        {
            _postgres, _nodes, _protocol, _rooms, _roomSize, _senders, _rate, _idle, _inbox,
            _textLength, _warmup, _duration, _serverDll, _dataParent, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var source = new ClusterSource(
            new FullServerSource(parse.GetValue(_serverDll)!, parse.GetValue(_dataParent)!),
            parse.GetValue(_postgres)!, parse.GetValue(_nodes));
        var rows = (parse.GetValue(_idle), parse.GetValue(_inbox), parse.GetValue(_roomSize)) switch
        {
            ( > 0 and var idle, > 0 and var each, var size) =>
                await new InboxCosts(source, idle, each, size).MeasureAsync(cancellationToken),
            ( > 0 and var idle, _, var size) =>
                await new MemoryCosts(source, parse.GetValue(_protocol)!, idle, size).MeasureAsync(cancellationToken),
            _ => await Load(source, parse).MeasureAsync(cancellationToken),
        };
        Table.Write(Console.Out, ["figure", "value"], rows);
        JsonFile.Write(parse.GetValue(_json), rows.ToDictionary(row => row[0], row => row[1]));
        return 0;
    }

    private static LoadCosts Load(ClusterSource source, ParseResult parse)
    {
        var rooms = parse.GetValue(_rooms);
        return new(
            source,
            new SwarmShape(parse.GetValue(_protocol)!, rooms * parse.GetValue(_roomSize), rooms),
            new LoadShape(
                rooms * parse.GetValue(_senders),
                parse.GetValue(_rate),
                parse.GetValue(_textLength),
                TimeSpan.FromSeconds(parse.GetValue(_warmup)),
                TimeSpan.FromSeconds(parse.GetValue(_duration))));
    }
}
