namespace SignalRChat.Faults.Workload;

internal static class Pauses
{
    /// <summary>Returns false if the pause was cancelled before its time.</summary>
    public static async Task<bool> WaitAsync(TimeSpan pause, CancellationToken end)
    {
        await Task.Delay(pause, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }
}
