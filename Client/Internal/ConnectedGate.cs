namespace SignalRChat.Client.Internal;

/// <summary>What calls wait at until there is a connection. Closed for good, it lets nobody wait in vain.</summary>
internal sealed class ConnectedGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _passage = New();

    public ConnectedGate(Exception notBegun) => Fail(notBegun);

    /// <summary>Why nobody can pass, now and for good; null where waiting makes sense.</summary>
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
            // Nobody may be waiting, and then nobody looks at the exception.
            _ = _passage.Task.Exception;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
