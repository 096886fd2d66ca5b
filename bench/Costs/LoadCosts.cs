using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Costs;

/// <summary>The cost of a message for each part of a cluster at one load.</summary>
internal sealed class LoadCosts(ClusterSource source, SwarmShape shape, LoadShape load)
{
    // A started node may not have connected to Redis yet.
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(5);

    public async Task<List<string[]>> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var cluster = await ClusterTarget.StartFullAsync(source);
        await Task.Delay(_settled, cancellationToken);
        var empty = await RedisMeter.ReadAsync(cluster.Redis);
        await using var swarm = await Swarm.OpenAsync(cluster, shape, cancellationToken);
        var connected = await RedisMeter.ReadAsync(cluster.Redis);
        await swarm.JoinAsync(cancellationToken);
        // The first round compiles the code, and is not counted.
        await LoadRun.MeasureAsync(swarm, load with { Duration = load.Warmup, Warmup = TimeSpan.Zero }, cluster.Usage, cancellationToken);

        var before = await ReadAsync(cluster, cancellationToken);
        var window = await LoadRun.MeasureAsync(swarm, load with { Warmup = TimeSpan.Zero }, cluster.Usage, cancellationToken);
        var after = await ReadAsync(cluster, cancellationToken);
        return [.. Rows(before, after, window), .. Channels(empty, connected, after.Redis)];
    }

    private async Task<ClusterFigures> ReadAsync(ClusterTarget cluster, CancellationToken cancellationToken)
    {
        var postgres = await new PostgresMeter(source.Postgres).ReadAsync(cancellationToken);
        return new()
        {
            Messages = postgres.Messages,
            NodesCpu = cluster.Usage!.Cpu(),
            Postgres = postgres,
            Redis = await RedisMeter.ReadAsync(cluster.Redis),
        };
    }

    private IEnumerable<string[]> Rows(ClusterFigures before, ClusterFigures after, LoadResult window)
    {
        var count = (double)(after.Messages - before.Messages);
        var transactions = after.Postgres.Transactions - before.Postgres.Transactions;
        string Each(long from, long to) => $"{(to - from) / count:0} B";
        string Cpu(TimeSpan from, TimeSpan to) => $"{(to - from).TotalSeconds / count * 1_000_000:0} ms";
        yield return ["messages stored", $"{count:0} in {window.Seconds:0} s"];
        yield return ["acked sends a second", $"{window.AcksPerSecond:0}"];
        yield return ["deliveries a second", $"{window.DeliveriesPerSecond:0}"];
        yield return ["send to ack p50 / p99", $"{window.Ack.P50:0.0} / {window.Ack.P99:0.0} ms"];
        yield return ["messages in a transaction", $"{count / Math.Max(1, transactions):0.0}"];
        yield return ["transactions a second", $"{transactions / window.Seconds:0}"];
        yield return ["table, a message", Each(before.Postgres.TableBytes, after.Postgres.TableBytes)];
        yield return ["indexes, a message", Each(before.Postgres.IndexBytes, after.Postgres.IndexBytes)];
        yield return ["write-ahead log, a message", Each(before.Postgres.LogBytes, after.Postgres.LogBytes)];
        yield return ["Redis output, a message", Each(before.Redis.OutputBytes, after.Redis.OutputBytes)];
        yield return ["Redis commands, a message", $"{(after.Redis.Commands - before.Redis.Commands) / count:0.0}"];
        yield return [$"CPU of {source.Nodes} nodes, 1,000 messages", Cpu(before.NodesCpu, after.NodesCpu)];
        yield return ["CPU of PostgreSQL, 1,000 messages", Cpu(before.Postgres.Cpu, after.Postgres.Cpu)];
        yield return ["CPU of redis-server, 1,000 messages", Cpu(before.Redis.Cpu, after.Redis.Cpu)];
    }

    private IEnumerable<string[]> Channels(RedisFigures empty, RedisFigures connected, RedisFigures joined)
    {
        yield return ["Redis channels: nodes alone", $"{empty.Channels}"];
        yield return [$"with {shape.Connections} connections", $"{connected.Channels}"];
        yield return [$"with them in {shape.Rooms} rooms", $"{joined.Channels}"];
        yield return ["Redis memory", $"{joined.MemoryBytes / 1024.0 / 1024:0.0} MB"];
    }
}
