using System.Diagnostics;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Load;

/// <summary>The cost of connections from the TCP connection to the answer of the handshake. Processor time in microseconds.</summary>
internal sealed record OpeningCost(double PerSecond, double ServerMicros, double OwnMicros)
{
    public static OpeningCost None { get; } = new(0, 0, 0);

    public static async Task<OpeningCost> MeasureAsync(ProcessUsage? server, int connections, Func<Task> connectAsync)
    {
        var serverBefore = server?.Cpu() ?? TimeSpan.Zero;
        var ownBefore = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await connectAsync();
        var elapsed = Stopwatch.GetElapsedTime(start);
        var own = Environment.CpuUsage.TotalTime - ownBefore;
        var used = (server?.Cpu() ?? TimeSpan.Zero) - serverBefore;
        return new(
            connections / elapsed.TotalSeconds, used.TotalMicroseconds / connections, own.TotalMicroseconds / connections);
    }
}
