using SignalRChat.Bench.Load;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Comparing;

/// <summary>One of two servers that run at the same time and take the load in turns.</summary>
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
        var result = await LoadRun.MeasureAsync(swarm, load, target.Usage, cancellationToken);
        return swarm.Meter.LostConnections == 0
            ? result
            : throw new InvalidOperationException($"{name} lost {swarm.Meter.LostConnections} connections: {swarm.Meter.FirstLoss}");
    }

    public ValueTask DisposeAsync() => swarm.DisposeAsync();
}
