using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Comparing;

/// <summary>
/// Compares nodes of the chat server, on Redis and PostgreSQL, with nodes of the bare hub on SignalR's Redis backplane.
/// Measures the nodes' processor time for a delivery.
/// </summary>
internal sealed class NodesComparison(ClusterSource source, RoomPlan rooms, TurnPlan plan)
{
    private const string Full = "SignalRChat";
    private const string Bare = "stock";

    public async Task<List<Comparison>> RunAsync(CancellationToken cancellationToken)
    {
        var comparisons = new List<Comparison>();
        foreach (var protocol in rooms.Protocols)
        {
            var rounds = new List<RoundPair>();
            for (var round = 1; round <= plan.Rounds; round++)
                rounds.Add(await RoundAsync(protocol, $"{protocol} {round}/{plan.Rounds} {rooms.Rate}/s", cancellationToken));

            var figure = $"CPU of {source.Nodes} nodes for a delivery, {protocol}, {rooms.Rate} sends/s";
            comparisons.Add(new(figure, "µs", Full, Bare, rounds));
        }

        return comparisons;
    }

    private async Task<RoundPair> RoundAsync(string protocol, string what, CancellationToken cancellationToken)
    {
        var shape = rooms.Swarm(protocol);
        await using var fullNodes = await ClusterTarget.StartFullAsync(source);
        await using var bareNodes = await ClusterTarget.StartBareAsync(source);
        await using var full = await Side.OpenAsync(Full, fullNodes, shape, cancellationToken);
        await using var bare = await Side.OpenAsync(Bare, bareNodes, shape, cancellationToken);
        return await new Turns(full, bare, plan.Windows)
            .MeasureAsync(what, rooms.Load(plan), HubComparison.CpuForADelivery, cancellationToken);
    }
}
