using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Comparing;

/// <summary>One of several servers that run at the same time and take the load in turns.</summary>
internal sealed class Side(string name, IBenchTarget target, Swarm swarm) : IAsyncDisposable
{
    public string Name => name;

    public static async Task<Side> OpenAsync(string name, IBenchTarget target, SwarmShape shape, CancellationToken cancellationToken)
    {
        var swarm = await Swarm.OpenAsync(target, shape, cancellationToken);
        await swarm.JoinAsync(cancellationToken);
        return new Side(name, target, swarm);
    }

    public async Task<LoadResult> MeasureAsync(LoadShape load, CancellationToken cancellationToken)
    {
        var (before, acks) = (await target.CountersAsync(cancellationToken), swarm.Meter.Acks);
        var result = await LoadRun.MeasureAsync(swarm, load, target.Usage, cancellationToken);
        var spent = RuntimeCounters.Growth(before, await target.CountersAsync(cancellationToken));
        return swarm.Meter.LostConnections == 0
            ? result with
            {
                GarbagePerAck = spent?.AllocatedBytes / Math.Max(1, swarm.Meter.Acks - acks),
                CompilingSeconds = spent?.CompilingSeconds,
            }
            : throw new InvalidOperationException($"{name} lost {swarm.Meter.LostConnections} connections: {swarm.Meter.FirstLoss}");
    }

    public ValueTask DisposeAsync() => swarm.DisposeAsync();
}
