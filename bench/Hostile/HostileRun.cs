using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Hostile;

/// <summary>
/// A few users send. In turns they are alone, beside a process that only uses the processor, and beside a user that floods.
/// </summary>
internal sealed class HostileRun(HostilePlan plan)
{
    public static readonly string[] Besides = ["nothing", "a processor burner", "a flood of pings"];

    private static readonly TimeSpan _begins = TimeSpan.FromSeconds(2);
    private static readonly SwarmShape _swarm = new("json", Connections: 4, Rooms: 1);

    // The server's default rate limits, which other measurements switch off.
    private static readonly (string Key, string Value)[] _defaultRates =
    [
        ("Chat:RateLimits:Frames:PerSecond", "200"),
        ("Chat:RateLimits:Frames:Burst", "2000"),
        ("Chat:RateLimits:Bytes:PerSecond", "524288"),
        ("Chat:RateLimits:Bytes:Burst", "4194304"),
    ];

    public async Task<List<HostileResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<HostileResult>();
        for (var round = 1; round <= plan.Rounds; round++)
        {
            await using var server = await FullTarget.StartAsync(plan.Server, _defaultRates);
            await using var swarm = await Swarm.OpenAsync(server, _swarm, cancellationToken);
            await swarm.JoinAsync(cancellationToken);
            await MeasureAsync(round, Besides[0], server, swarm, cancellationToken);
            foreach (var beside in Besides)
            {
                var result = await MeasureAsync(round, beside, server, swarm, cancellationToken);
                Console.WriteLine($"round {round}, beside {beside}: {result}");
                results.Add(result);
            }
        }

        return results;
    }

    private async Task<HostileResult> MeasureAsync(
        int round, string beside, FullTarget server, Swarm swarm, CancellationToken cancellationToken)
    {
        var hub = await server.HubUriAsync(cancellationToken);
        await using var neighbour = Array.IndexOf(Besides, beside) switch
        {
            0 => Neighbour.None,
            1 => Neighbour.Burns(plan.Count),
            _ => Neighbour.Floods(plan.Count, hub),
        };
        var before = neighbour.Usage?.Cpu();
        var load = new LoadShape(Senders: 4, plan.Rate, TextLength: 100, _begins, plan.Window);
        var result = await LoadRun.MeasureAsync(swarm, load, server.Usage, cancellationToken);
        var neighbours = (neighbour.Usage?.Cpu() - before)?.TotalSeconds;
        return new HostileResult(round, beside, result.Ack, result.ServerCpuSeconds / result.Seconds, neighbours / result.Seconds);
    }
}

/// <param name="Server">The server to start.</param>
/// <param name="Count">Flooding connections, all of one user, and threads of the burner.</param>
/// <param name="Rate">Sends a second of the others.</param>
/// <param name="Rounds">Rounds, each with a new server.</param>
/// <param name="Window">The duration of each measurement.</param>
internal sealed record HostilePlan(FullServerSource Server, int Count, int Rate, int Rounds, TimeSpan Window);

/// <summary>The other users' time from send to ack, and the processors that the server and the neighbour used.</summary>
internal sealed record HostileResult(int Round, string Beside, LatencyFigures Ack, double? ServerCores, double? NeighbourCores)
{
    public override string ToString() =>
        $"p50 {Ack.P50:0.0} p99 {Ack.P99:0.0} longest {Ack.Max:0.0} ms; " +
        $"processors: server {ServerCores:0.00}, neighbour {NeighbourCores ?? 0:0.00}";
}
