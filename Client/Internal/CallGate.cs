namespace SignalRChat.Client.Internal;

/// <summary>
/// Counts the calls under way, so that a connection can be replaced between two of them: new ones wait, and those under way
/// finish.
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

    /// <summary>Lets nobody in; done when the last one has left.</summary>
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
