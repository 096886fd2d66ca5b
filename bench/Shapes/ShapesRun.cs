using SignalRChat.Bench.Comparing;
using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Shapes;

/// <summary>
/// Measures the cells of a plan. In each round the cells with the same rooms share fresh servers, which run at the same time.
/// </summary>
internal sealed class ShapesRun(ShapesPlan plan)
{
    public const string Full = "SignalRChat";
    public const string Bare = "bare hub";

    // The server continues after the client has the answer of the handshake, and after it has closed.
    private static readonly TimeSpan _afterConnects = TimeSpan.FromSeconds(1);

    private readonly List<CellRound> _results = [];

    public async Task<List<CellRound>> RunAsync(CancellationToken cancellationToken)
    {
        await using var postgres = plan.Cells.Any(cell => cell.Kind == CellKind.Nodes) ? await PostgresServer.StartNewAsync() : null;
        for (var round = 0; round < plan.Turns.Rounds; round++)
        {
            foreach (var cells in plan.Cells.GroupBy(cell => (cell.Kind, cell.Connections, cell.RoomSize)))
            {
                await using var servers = await Servers.StartAsync(plan, cells.Key.Kind, postgres);
                await MeasureAsync(round, [.. cells], servers, cancellationToken);
            }
        }

        return _results;
    }

    private Task MeasureAsync(int round, Cell[] cells, Servers servers, CancellationToken cancellationToken) => cells[0].Kind switch
    {
        CellKind.Idle => IdleAsync(round, cells[0], servers, cancellationToken),
        CellKind.Connect => ConnectAsync(round, cells[0], servers, cancellationToken),
        _ => LoadAsync(round, cells, servers, cancellationToken),
    };

    private async Task LoadAsync(int round, Cell[] cells, Servers servers, CancellationToken cancellationToken)
    {
        var sides = new List<Side>();
        try
        {
            foreach (var server in servers.All)
                sides.Add(await Side.OpenAsync(server.Name, server.Target, server.Swarm(cells[0], plan), cancellationToken));

            // Cells with the same load differ in the figure alone.
            foreach (var same in cells.GroupBy(cell => cell.Load(plan)))
            {
                var what = $"{string.Join(", ", same.Select(cell => cell.Name))} {round + 1}/{plan.Turns.Rounds}";
                var windows = await new Turns(sides, plan.Turns)
                    .MeasureAsync(what, same.Key, isWarm: same.First() != cells[0], cancellationToken);
                foreach (var cell in same)
                    _results.Add(new(cell, [.. sides.Zip(windows, (side, own) => Measured.Of(side.Name, own))]));
            }
        }
        finally
        {
            foreach (var side in sides)
                await side.DisposeAsync();
        }
    }

    private async Task IdleAsync(int round, Cell cell, Servers servers, CancellationToken cancellationToken)
    {
        var results = new List<Measured>();
        foreach (var server in InTurn(round, servers.All))
        {
            var idle = await IdleRun.MeasureAsync(server.Target, server.Swarm(cell, plan), isInRoom: false, cancellationToken);
            await Console.Error.WriteLineAsync($"{cell.Name} {round + 1}/{plan.Turns.Rounds}, {server.Name,-11} {idle}");
            results.Add(new(server.Name, new() { [Figure.Memory] = idle.KilobytesConnected, [Figure.IdleCpu] = idle.Cores }));
        }

        _results.Add(new(cell, results));
    }

    /// <summary>Until each server is warm, and then in turns.</summary>
    private async Task ConnectAsync(int round, Cell cell, Servers servers, CancellationToken cancellationToken)
    {
        foreach (var server in servers.All)
            await WarmAsync(server, cell, cancellationToken);

        var opened = servers.All.ToDictionary(server => server.Name, _ => new List<OpeningCost>());
        for (var turn = 0; turn < plan.Turns.Windows; turn++)
        {
            foreach (var server in InTurn(turn, servers.All))
            {
                var opening = await OpenAsync(server, cell, cancellationToken);
                opened[server.Name].Add(opening);
                await Console.Error.WriteLineAsync($"{cell.Name} {round + 1}/{plan.Turns.Rounds}, {server.Name,-11} {opening}");
            }
        }

        _results.Add(new(cell, [.. opened.Select(side => Measured.Of(side.Key, side.Value))]));
    }

    private async Task WarmAsync(Contender server, Cell cell, CancellationToken cancellationToken)
    {
        var warmUp = new WarmUp();
        for (var i = 0; i < plan.Turns.MaxWarmups && !warmUp.IsDone; i++)
        {
            var before = await server.Target.CountersAsync(cancellationToken);
            var micros = (await OpenAsync(server, cell, cancellationToken)).ServerMicros;
            var spent = RuntimeCounters.Growth(before, await server.Target.CountersAsync(cancellationToken));
            var used = micros * server.Swarm(cell, plan).Connections / 1_000_000;
            warmUp.Add(micros, (spent?.CompilingSeconds / used) ?? 0);
        }
    }

    private async Task<OpeningCost> OpenAsync(Contender server, Cell cell, CancellationToken cancellationToken)
    {
        OpeningCost cost;
        await using (var swarm = await Swarm.OpenAsync(server.Target, server.Swarm(cell, plan), cancellationToken))
            cost = swarm.Opening;
        await Task.Delay(_afterConnects, cancellationToken);
        return cost;
    }

    private static IEnumerable<T> InTurn<T>(int turn, IReadOnlyList<T> all) => turn % 2 == 0 ? all : all.Reverse();
}
