namespace SignalRChat.Client.Internal;

/// <summary>
/// One call that changes a room and is retried until its outcome is known. It is idempotent: the server recognizes it by its
/// message id.
/// </summary>
internal abstract class OutboxEntry(string room, CancellationToken cancellationToken)
{
    private volatile bool _isUnderWay;
    private volatile bool _isTooLarge;

    public string Room { get; } = room;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>The stored form, from admission on; null if nothing is stored.</summary>
    public OutboxItem? Item { get; set; }

    /// <summary>Completes when the entry is stored. The entry may not be sent earlier.</summary>
    public Task Kept { get; set; } = Task.CompletedTask;

    /// <summary>Ends the wait for a place when the caller cancels.</summary>
    public CancellationTokenRegistration AtTheDoor { get; set; }

    /// <summary>The entry was sent, or is about to be, and has no answer.</summary>
    public bool IsUnderWay { get => _isUnderWay; set => _isUnderWay = value; }

    /// <summary>The entry exceeds the server's limit on frames.</summary>
    public bool IsTooLarge { get => _isTooLarge; set => _isTooLarge = value; }

    public abstract Task TryAsync(HubSession session);

    /// <summary>Completes the caller's task with the answer or the exception.</summary>
    public abstract void Settle(Exception? why);
}

internal sealed class OutboxEntry<T>(string room, string method, object request, CancellationToken cancellationToken)
    : OutboxEntry(room, cancellationToken)
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _answer;

    public Task<T> Outcome => _outcome.Task;

    public override async Task TryAsync(HubSession session)
    {
        await session.WaitConnectedAsync(CancellationToken).ConfigureAwait(false);
        _answer = await session.CallAsync<T>(method, request, CancellationToken).ConfigureAwait(false);
    }

    public override void Settle(Exception? why)
    {
        if (why is null)
            _outcome.TrySetResult(_answer!);
        else if (why is OperationCanceledException)
            _outcome.TrySetCanceled(CancellationToken);
        else
            _outcome.TrySetException(why);
    }
}
