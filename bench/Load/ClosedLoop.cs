using System.Diagnostics;

namespace SignalRChat.Bench.Load;

/// <summary>
/// Each sender keeps its sends in flight. The ack of one triggers the next (see <see cref="LoadConnection.ClosedLoop"/>).
/// </summary>
internal static class ClosedLoop
{
    public static async Task RunAsync(LoadConnection[] senders, int depth, CancellationToken cancellationToken)
    {
        Array.ForEach(senders, sender => sender.ClosedLoop = true);
        for (var i = 0; i < depth; i++)
        {
            foreach (var sender in senders)
                await sender.SendAsync(Stopwatch.GetTimestamp());
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(senders, sender => sender.ClosedLoop = false);
    }
}
