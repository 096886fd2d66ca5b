namespace SignalRChat.Common;

/// <summary>
/// Wakes the one thread that processes a queue. Waiting for a task spins before it sleeps, which at a hundred messages a second
/// costs more than the messages. This sleeps at once, and a producer pays for waking the thread only when it sleeps.
/// </summary>
internal sealed class WakeSignal : IDisposable
{
    private readonly AutoResetEvent _arrived = new(false);
    private int _sleeps;

    /// <summary>Called after something was put into the queue, or the queue was closed.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _sleeps, 0) == 1)
            _arrived.Set();
    }

    /// <summary>
    /// Sleeps until <see cref="Set"/>, unless <paramref name="isThere"/> returns true because an item is already queued.
    /// </summary>
    public void Wait(Func<bool> isThere)
    {
        // Set the mark before the check here, and fill the queue before the mark in Set: then one of the two sees the other.
        Interlocked.Exchange(ref _sleeps, 1);
        if (isThere() && Interlocked.Exchange(ref _sleeps, 0) == 1)
            return;
        _arrived.WaitOne();
    }

    public void Dispose() => _arrived.Dispose();
}
