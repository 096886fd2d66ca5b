namespace SignalRChat.Faults.Workload;

internal static class Pauses
{
    /// <summary>False when it was ended before its time.</summary>
    public static async Task<bool> WaitAsync(TimeSpan pause, CancellationToken end)
    {
        await Task.Delay(pause, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !end.IsCancellationRequested;
    }
}
