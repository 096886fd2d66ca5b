using System.CommandLine;
using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Commands;

/// <summary>Puts one load on one server, with every parameter adjustable.</summary>
internal static class LoadCommand
{
    private static readonly Option<Uri?> _url = BenchOptions.Url();
    private static readonly Option<int?> _serverPid =
        new("--server-pid") { Description = "With --url: the server's process, for its processor time and memory." };
    private static readonly Option<bool> _bare = new("--bare")
    {
        Description = "The bare SignalR hub instead of the chat server: it is started, or with --url taken to run there.",
    };
    private static readonly Option<int> _connections =
        BenchOptions.Number("--connections", 200, "Connections, spread evenly over the rooms.");
    private static readonly Option<int> _rooms = BenchOptions.Number("--rooms", 2, "Rooms.");
    private static readonly Option<int> _senders = BenchOptions.Number("--senders", 8, "How many of the connections send.");
    private static readonly Option<int> _rate = BenchOptions.Number(
        "--rate", 0,
        "Sends a second of all senders together, open loop; 0: as fast as acks allow, one in flight for each sender.", 0);
    private static readonly Option<int> _idle = BenchOptions.Number(
        "--idle", 0, "First measure the memory of this many idle connections (several thousand give a steady figure).", 0);
    private static readonly Option<string> _protocol = BenchOptions.Protocol("json");
    private static readonly Option<int> _textLength = BenchOptions.TextLength();
    private static readonly Option<int> _warmup = BenchOptions.Warmup(5);
    private static readonly Option<int> _duration = BenchOptions.Duration(10);
    private static readonly Option<string> _serverDll = BenchOptions.ServerDll();
    private static readonly Option<string> _dataParent = BenchOptions.DataParent();
    private static readonly Option<FileInfo?> _json = BenchOptions.Json();

    public static Command Create()
    {
        var command = new Command("load", "Puts one load on one server and tells what came of it.")
        {
            _url, _serverPid, _bare, _connections, _rooms, _senders, _rate, _idle,
            _protocol, _textLength, _warmup, _duration, _serverDll, _dataParent, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        if (parse.GetValue(_url) is { } open && parse.GetValue(_bare))
        {
            await MeasureAsync(new OpenTarget(open, parse.GetValue(_serverPid)), null, parse, cancellationToken);
        }
        else if (parse.GetValue(_url) is { } url)
        {
            await using var running = new GuestTarget(url, parse.GetValue(_serverPid));
            await MeasureAsync(running, url, parse, cancellationToken);
        }
        else if (parse.GetValue(_bare))
        {
            await using var bare = await BareTarget.StartAsync(parse.GetValue(_serverDll)!);
            await MeasureAsync(bare, null, parse, cancellationToken);
        }
        else
        {
            var source = new FullServerSource(parse.GetValue(_serverDll)!, parse.GetValue(_dataParent)!);
            await using var full = await FullTarget.StartAsync(source);
            await MeasureAsync(full, full.Address, parse, cancellationToken);
        }

        return 0;
    }

    /// <summary>Measures the target; <paramref name="chat"/> is its address if it is a chat server, which measures itself too.</summary>
    private static async Task MeasureAsync(IBenchTarget target, Uri? chat, ParseResult parse, CancellationToken cancellationToken)
    {
        var shape = new SwarmShape(parse.GetValue(_protocol)!, parse.GetValue(_connections), parse.GetValue(_rooms));
        var load = new LoadShape(
            parse.GetValue(_senders),
            parse.GetValue(_rate),
            parse.GetValue(_textLength),
            TimeSpan.FromSeconds(parse.GetValue(_warmup)),
            TimeSpan.FromSeconds(parse.GetValue(_duration)));
        var idle = parse.GetValue(_idle) > 0
            ? await IdleRun.MeasureAsync(target, shape with { Connections = parse.GetValue(_idle) }, isInRoom: true, cancellationToken)
            : null;
        await using var swarm = await Swarm.OpenAsync(target, shape, cancellationToken);
        await swarm.JoinAsync(cancellationToken);
        var result = await LoadRun.MeasureAsync(swarm, load, target.Usage, chat, cancellationToken);
        LoadReport.Write(Console.Out, result, idle);
        if (swarm.Meter.LostConnections > 0)
            Console.WriteLine($"{swarm.Meter.LostConnections} connections were lost; the first: {swarm.Meter.FirstLoss}");

        JsonFile.Write(parse.GetValue(_json), new { shape, load, result, idle, swarm.Meter.LostConnections });
    }
}
