using System.Diagnostics;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Load;

/// <summary>
/// The cost of an idle connection for the server, in kilobytes of resident memory. The second is 0 if none joined a room.
/// </summary>
internal sealed record IdleResult(double KilobytesConnected, double KilobytesInRoom)
{
    /// <summary>The processors that the server uses for all the connections together.</summary>
    public double Cores { get; init; }
}

internal static class IdleRun
{
    // Enough to compile all code and to create all pools. Few enough to leave no memory behind that the measured connections
    // could reuse.
    private const int WarmupConnections = 200;

    // Pools release the memory of a burst of new connections only after a while.
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(15);

    public static async Task<IdleResult> MeasureAsync(
        IBenchTarget target, SwarmShape shape, bool isInRoom, CancellationToken cancellationToken)
    {
        var usage = target.Usage ?? throw new InvalidOperationException("The server's process id is not known.");
        await using (var warmup = await Swarm.OpenAsync(target, shape with { Connections = WarmupConnections }, cancellationToken))
            await warmup.JoinAsync(cancellationToken);

        await Task.Delay(_rest, cancellationToken);
        var before = await SettledBytesAsync(usage, cancellationToken);
        await using var swarm = await Swarm.OpenAsync(target, shape, cancellationToken);
        await Task.Delay(_rest, cancellationToken);
        var (cpu, start) = (usage.Cpu(), Stopwatch.GetTimestamp());
        await Task.Delay(_rest, cancellationToken);
        var cores = (usage.Cpu() - cpu) / Stopwatch.GetElapsedTime(start);
        var connected = await SettledBytesAsync(usage, cancellationToken);
        var inRoom = before;
        if (isInRoom)
        {
            await swarm.JoinAsync(cancellationToken);
            await Task.Delay(_rest, cancellationToken);
            inRoom = await SettledBytesAsync(usage, cancellationToken);
        }

        if (swarm.Meter.LostConnections > 0)
            throw new InvalidOperationException($"{swarm.Meter.LostConnections} idle connections were lost: {swarm.Meter.FirstLoss}");

        return new IdleResult(Kilobytes(connected - before, shape), Kilobytes(inRoom - before, shape)) { Cores = cores };
    }

    private static async Task<long> SettledBytesAsync(ProcessUsage usage, CancellationToken cancellationToken)
    {
        await ForcedCollection.TrimAsync(usage.ProcessId, cancellationToken);
        return usage.ResidentBytes();
    }

    private static double Kilobytes(long bytes, SwarmShape shape) => bytes / 1024.0 / shape.Connections;
}
