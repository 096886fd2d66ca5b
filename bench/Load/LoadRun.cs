using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Load;

/// <summary>Puts one load on a swarm and measures one window of it.</summary>
internal static class LoadRun
{
    private static readonly TimeSpan _drainStep = TimeSpan.FromMilliseconds(200);
    private const int MaxDrainSteps = 25;

    public static Task<LoadResult> MeasureAsync(
        Swarm swarm, LoadShape shape, ProcessUsage? server, CancellationToken cancellationToken) =>
        MeasureAsync(swarm, shape, server, null, cancellationToken);

    /// <summary>The same; <paramref name="chat"/> is the address of a chat server, which measures its own part of the window.</summary>
    public static async Task<LoadResult> MeasureAsync(
        Swarm swarm, LoadShape shape, ProcessUsage? server, Uri? chat, CancellationToken cancellationToken)
    {
        var senders = swarm.Senders(shape);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = shape.Rate > 0
            ? OpenLoop.RunAsync(senders, shape.Rate, stop.Token)
            : ClosedLoop.RunAsync(senders, shape.Depth, stop.Token);
        await Task.WhenAny(sending, Task.Delay(shape.Warmup, cancellationToken));

        // Of this window alone: the first messages of a fresh server take much longer.
        var timesBefore = chat is null ? null : await ServerTimes.ReadAsync(chat, cancellationToken);
        var serverBefore = server?.Cpu();
        var ownBefore = Environment.CpuUsage.TotalTime;
        var window = swarm.Meter.Open();
        await Task.WhenAny(sending, Task.Delay(shape.Duration, cancellationToken));
        window.End();
        var serverCpu = server?.Cpu() - serverBefore;
        var ownCpu = Environment.CpuUsage.TotalTime - ownBefore;

        await stop.CancelAsync();
        await sending;
        await DrainAsync(window);
        swarm.Meter.Close();
        cancellationToken.ThrowIfCancellationRequested();
        var times = timesBefore is null ? null : await ServerTimes.ReadAsync(chat!, cancellationToken) - timesBefore;
        return Result(window, serverCpu, ownCpu) with { Server = times };
    }

    private static async Task DrainAsync(Window window)
    {
        var before = -1L;
        for (var i = 0; i < MaxDrainSteps; i++)
        {
            await Task.Delay(_drainStep);
            // One more step shows what arrives twice.
            var heard = window.Receipts.Caused;
            if (heard == before && window.Expected == heard && window.Unanswered == 0)
                return;

            before = heard;
        }
    }

    private static LoadResult Result(Window window, TimeSpan? serverCpu, TimeSpan ownCpu) => new()
    {
        Seconds = window.Duration.TotalSeconds,
        Deliveries = window.Receipts.Arrived,
        Bytes = window.Bytes,
        Acks = window.Acks.Arrived,
        Receipt = window.Receipts.Latencies(),
        Ack = window.Acks.Latencies(),
        Missing = window.Expected - window.Receipts.Caused,
        Unanswered = window.Unanswered,
        Refused = window.Refused,
        FirstRefusal = window.FirstRefusal,
        ServerCpuSeconds = serverCpu?.TotalSeconds,
        OwnCpuSeconds = ownCpu.TotalSeconds,
    };
}
