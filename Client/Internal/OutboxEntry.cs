namespace SignalRChat.Client.Internal;

/// <summary>
/// One call that changes a room and is repeated until its outcome is known. It is idempotent: the server knows it by its message
/// id.
/// </summary>
internal abstract class OutboxEntry(string room, CancellationToken cancellationToken)
{
    private volatile bool _isUnderWay;
    private volatile bool _isTooLarge;

    public string Room { get; } = room;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What is kept of it, from when it is let in; null where nothing is.</summary>
    public OutboxItem? Item { get; set; }

    /// <summary>Done when it is kept: not before that may it be sent.</summary>
    public Task Kept { get; set; } = Task.CompletedTask;

    /// <summary>Ends the wait at the door when the caller gives up.</summary>
    public CancellationTokenRegistration AtTheDoor { get; set; }

    /// <summary>It was sent, or is about to be, and has no answer.</summary>
    public bool IsUnderWay { get => _isUnderWay; set => _isUnderWay = value; }

    /// <summary>The server takes no frame as large.</summary>
    public bool IsTooLarge { get => _isTooLarge; set => _isTooLarge = value; }

    public abstract Task TryAsync(HubSession session);

    /// <summary>Tells the caller: what was answered, or why nothing was.</summary>
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
