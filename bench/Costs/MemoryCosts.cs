using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Costs;

/// <summary>
/// The cost of connections, members and rooms for their node, and for the other node, which must know the present users. All
/// connections lead to the first of two nodes.
/// </summary>
internal sealed class MemoryCosts(ClusterSource source, string protocol, int connections, int roomSize)
{
    // As in IdleRun: enough to compile all code and to create all pools.
    private const int WarmupConnections = 200;

    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(15);

    public async Task<List<string[]>> MeasureAsync(CancellationToken cancellationToken)
    {
        var together = await GrowthAsync(connections / roomSize, cancellationToken);
        var alone = await GrowthAsync(connections, cancellationToken);
        var member = together.InRoom.Here - together.Connected.Here;
        return
        [
            ["idle connection", Text(together.Connected.Here)],
            [$"its place in a room of {roomSize}", Text(member)],
            ["a room, beyond its one member", Text(alone.InRoom.Here - alone.Connected.Here - member)],
            ["on the other node: a connection elsewhere", Text(together.Connected.There)],
            ["on the other node: that, and a member elsewhere", Text(together.InRoom.There)],
            ["Redis memory, a connection with a member", $"{together.Redis:0.00} KB"],
        ];
    }

    private static string Text(double kilobytes) => $"{kilobytes:0.0} KB";

    private async Task<(Pair Connected, Pair InRoom, double Redis)> GrowthAsync(int rooms, CancellationToken cancellationToken)
    {
        await using var cluster = await ClusterTarget.StartFullAsync(source);
        var first = cluster.Nodes[0];
        await using (var warmup = await Swarm.OpenAsync(first, new(protocol, WarmupConnections, 2), cancellationToken))
            await warmup.JoinAsync(cancellationToken);

        var before = await SettledAsync(cluster, cancellationToken);
        var redis = await RedisMeter.ReadAsync(cluster.Redis);
        await using var swarm = await Swarm.OpenAsync(first, new(protocol, connections, rooms), cancellationToken);
        var connected = await SettledAsync(cluster, cancellationToken);
        await swarm.JoinAsync(cancellationToken);
        var inRoom = await SettledAsync(cluster, cancellationToken);
        if (swarm.Meter.LostConnections > 0)
            throw new InvalidOperationException($"{swarm.Meter.LostConnections} idle connections were lost: {swarm.Meter.FirstLoss}");

        var redisGrowth = (await RedisMeter.ReadAsync(cluster.Redis)).MemoryBytes - redis.MemoryBytes;
        return (Each(connected, before), Each(inRoom, before), redisGrowth / 1024.0 / connections);
    }

    private static async Task<(long Here, long There)> SettledAsync(ClusterTarget cluster, CancellationToken cancellationToken)
    {
        // Pools release the memory of a burst of new connections only after a while.
        await Task.Delay(_rest, cancellationToken);
        foreach (var node in cluster.Nodes)
            await ForcedCollection.TrimAsync(node.Usage!.ProcessId, cancellationToken);

        return (cluster.Nodes[0].Usage!.ResidentBytes(), cluster.Nodes[1].Usage!.ResidentBytes());
    }

    private Pair Each((long Here, long There) after, (long Here, long There) before) =>
        new((after.Here - before.Here) / 1024.0 / connections, (after.There - before.There) / 1024.0 / connections);

    private sealed record Pair(double Here, double There);
}
