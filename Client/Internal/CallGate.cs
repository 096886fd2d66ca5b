namespace SignalRChat.Client.Internal;

/// <summary>
/// Counts the active calls, so that the client can replace a connection between two calls: new calls wait, and active ones finish.
/// </summary>
internal sealed class CallGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _held;
    private TaskCompletionSource? _quiet;
    private int _underWay;

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task held;
            lock (_lock)
            {
                if (_held is null)
                {
                    _underWay++;
                    return;
                }

                held = _held.Task;
            }

            await held.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_underWay == 0)
                _quiet?.TrySetResult();
        }
    }

    /// <summary>Blocks new calls; completes when the last active call has left.</summary>
    public Task HoldAsync()
    {
        lock (_lock)
        {
            _held ??= New();
            _quiet = New();
            if (_underWay == 0)
                _quiet.SetResult();
            return _quiet.Task;
        }
    }

    public void LetGo()
    {
        lock (_lock)
        {
            _held?.TrySetResult();
            _held = null;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
