namespace SignalRChat.Services.Storage.Postgres;

/// <summary>A running call to the database that can be ended from outside.</summary>
internal sealed class TrackedCall(DeadConnectionDetector watch, long since, CancellationToken cancellationToken) : IDisposable
{
    private const int Running = 0;
    private const int GivenUp = 1;
    private const int Ended = 2;

    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private int _state;
    private int _session;

    public CancellationToken Token => _end.Token;

    public long Since => since;

    /// <summary>The server's process for it; 0 while there is no connection yet.</summary>
    public int Session
    {
        get => Volatile.Read(ref _session);
        set => Volatile.Write(ref _session, value);
    }

    public bool WasGivenUp => Volatile.Read(ref _state) == GivenUp;

    public bool TryGiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Running) != Running)
            return false;

        // Elsewhere, because the driver also asks the server to cancel. Its source is left to the collector: the call may be
        // using it still.
        _ = _end.CancelAsync();
        return true;
    }

    public void Dispose()
    {
        watch.Forget(this);
        if (Interlocked.CompareExchange(ref _state, Ended, Running) == Running)
            _end.Dispose();
    }
}
