using SignalRChat.Bench.Load;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Comparing;

internal sealed record HubComparisonPlan(FullServerSource Source, RoomPlan Rooms, TurnPlan Turns, int IdleConnections);

/// <summary>
/// Compares the full hub with a bare SignalR hub: processor time for a delivery, and memory of an idle connection.
/// </summary>
internal sealed class HubComparison(HubComparisonPlan plan)
{
    private const string Full = "full hub";
    private const string Bare = "bare hub";

    public async Task<List<Comparison>> RunAsync(CancellationToken cancellationToken)
    {
        var comparisons = new List<Comparison>();
        foreach (var protocol in plan.Rooms.Protocols)
        {
            var atRate = new List<RoundPair>();
            var atSpeed = new List<RoundPair>();
            for (var round = 1; round <= plan.Turns.Rounds; round++)
                await LoadRoundAsync(protocol, round, atRate, atSpeed, cancellationToken);

            comparisons.Add(new($"server CPU for a delivery, {protocol}, {plan.Rooms.Rate} sends/s", "µs", Full, Bare, atRate));
            comparisons.Add(new($"server CPU for a delivery, {protocol}, full speed", "µs", Full, Bare, atSpeed));
        }

        if (plan.IdleConnections > 0)
        {
            // An idle connection has nothing encoded, so one protocol represents both.
            comparisons.AddRange(await IdleAsync(plan.Rooms.Protocols[0], cancellationToken));
        }

        return comparisons;
    }

    private async Task LoadRoundAsync(
        string protocol, int round, List<RoundPair> atRate, List<RoundPair> atSpeed, CancellationToken cancellationToken)
    {
        var shape = plan.Rooms.Swarm(protocol);
        var load = plan.Rooms.Load(plan.Turns);
        await using var fullServer = await FullTarget.StartAsync(plan.Source);
        await using var bareServer = await BareTarget.StartAsync(plan.Source.Dll);
        await using var full = await Side.OpenAsync(Full, fullServer, shape, cancellationToken);
        await using var bare = await Side.OpenAsync(Bare, bareServer, shape, cancellationToken);
        var turns = new Turns(full, bare, plan.Turns.Windows);
        var what = $"{protocol} {round}/{plan.Turns.Rounds}";
        atRate.Add(await turns.MeasureAsync($"{what} {plan.Rooms.Rate}/s", load, CpuForADelivery, cancellationToken));
        atSpeed.Add(await turns.MeasureAsync($"{what} full speed", load with { Rate = 0 }, CpuForADelivery, cancellationToken));
    }

    private async Task<Comparison[]> IdleAsync(string protocol, CancellationToken cancellationToken)
    {
        var connected = new List<RoundPair>();
        var inRoom = new List<RoundPair>();
        var shape = new SwarmShape(protocol, plan.IdleConnections, Math.Max(1, plan.IdleConnections / plan.Rooms.RoomSize));
        for (var round = 1; round <= plan.Turns.Rounds; round++)
        {
            await using var fullServer = await FullTarget.StartAsync(plan.Source);
            var full = await IdleRun.MeasureAsync(fullServer, shape, cancellationToken);
            await using var bareServer = await BareTarget.StartAsync(plan.Source.Dll);
            var bare = await IdleRun.MeasureAsync(bareServer, shape, cancellationToken);
            Console.WriteLine($"{protocol} {round}/{plan.Turns.Rounds} idle, {Full} {full}, {Bare} {bare}");
            connected.Add(new RoundPair(full.KilobytesConnected, bare.KilobytesConnected));
            inRoom.Add(new RoundPair(full.KilobytesInRoom, bare.KilobytesInRoom));
        }

        return
        [
            new($"memory of an idle connection, {protocol}", "KB", Full, Bare, connected),
            new($"memory of an idle connection in a room, {protocol}", "KB", Full, Bare, inRoom),
        ];
    }

    public static double CpuForADelivery(IReadOnlyList<LoadResult> windows) =>
        windows.Sum(window => window.ServerCpuSeconds!.Value) * 1_000_000 / Math.Max(1, windows.Sum(window => window.Deliveries));
}
