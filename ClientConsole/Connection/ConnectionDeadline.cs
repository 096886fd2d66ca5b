namespace SignalRChat.ClientConsole.Connection;

/// <summary>Cancels its token after a time without a connection, or when the session ended permanently.</summary>
internal sealed class ConnectionDeadline : IDisposable
{
    private readonly CancellationTokenSource _cut;
    private readonly TimeSpan _patience;
    private bool _armed = true;

    public ConnectionDeadline(ConsoleSession session, TimeSpan patience, TimeProvider time)
    {
        _patience = patience;
        _cut = new(patience, time);
        session.Listen(client => client.ConnectionChanged += OnChangedAsync);
    }

    public CancellationToken Token => _cut.Token;

    /// <summary>Why the session ended permanently; null if only the time-out expired.</summary>
    public Exception? Ended { get; private set; }

    public bool WasConnected { get; private set; }

    public void Dispose() => _cut.Dispose();

    private async Task OnChangedAsync(ChatConnectionChange change)
    {
        try
        {
            await OnChangedAsync(change.State, change.Error);
        }
        catch (ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task OnChangedAsync(ChatConnectionState state, Exception? error)
    {
        if (state == ChatConnectionState.Closed)
        {
            Ended = error;
            await _cut.CancelAsync();
            return;
        }

        var away = state != ChatConnectionState.Connected;
        WasConnected |= !away;
        if (away != _armed)
            _cut.CancelAfter(away ? _patience : Timeout.InfiniteTimeSpan);
        _armed = away;
    }
}
