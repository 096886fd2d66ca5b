namespace SignalRChat.Client.Internal;

/// <summary>Calls wait here until there is a connection. After a permanent end, the gate fails every waiting call.</summary>
internal sealed class ConnectedGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _passage = New();

    public ConnectedGate(Exception notBegun) => Fail(notBegun);

    /// <summary>Why the gate is closed permanently; null while a wait makes sense.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_lock)
                return _passage.Task.Exception?.InnerException;
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _passage.Task.WaitAsync(cancellationToken);
    }

    public void Open()
    {
        lock (_lock)
        {
            if (_passage.Task.IsFaulted)
                _passage = New();
            _passage.TrySetResult();
        }
    }

    public void Shut()
    {
        lock (_lock)
        {
            if (_passage.Task.IsCompleted)
                _passage = New();
        }
    }

    public void Fail(Exception why)
    {
        lock (_lock)
        {
            if (_passage.Task.IsCompleted)
                _passage = New();
            _passage.TrySetException(why);
            // If no call is waiting, no code observes the exception.
            _ = _passage.Task.Exception;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
