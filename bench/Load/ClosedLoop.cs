using System.Diagnostics;

namespace SignalRChat.Bench.Load;

/// <summary>
/// Each sender has one send in flight. The ack of one send triggers the next (see <see cref="LoadConnection.ClosedLoop"/>).
/// </summary>
internal static class ClosedLoop
{
    public static async Task RunAsync(LoadConnection[] senders, CancellationToken cancellationToken)
    {
        foreach (var sender in senders)
        {
            sender.ClosedLoop = true;
            await sender.SendAsync(Stopwatch.GetTimestamp());
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(senders, sender => sender.ClosedLoop = false);
    }
}
