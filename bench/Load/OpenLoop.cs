using System.Diagnostics;

namespace SignalRChat.Bench.Load;

/// <summary>
/// Sends at a fixed rate, taking turns, whether or not acks arrive. A message carries the time at which it should have been
/// sent. So the latency includes the delays of a late generator and of a server that pushes back ("coordinated omission", Gil
/// Tene). The timer's step adds up to 1 ms.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(1);

    public static async Task RunAsync(LoadConnection[] senders, int rate, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var sent = 0L;
        using var timer = new PeriodicTimer(_step);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                long due;
                while ((due = start + (sent * Stopwatch.Frequency / rate)) <= Stopwatch.GetTimestamp())
                    await senders[sent++ % senders.Length].SendAsync(due);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
