namespace SignalRChat.Client.Internal;

/// <summary>
/// One call that changes a room and is retried until its outcome is known. It is idempotent: the server recognizes it by its message id.
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

/// <summary>An entry that an earlier run of the app left. Its outcome goes to an event, because no caller awaits it.</summary>
internal sealed class RestoredEntry : OutboxEntry
{
    private readonly OutboxItem _item;
    private readonly Action<OutboxOutcome> _settled;
    private long _revision;

    public RestoredEntry(OutboxItem item, Action<OutboxOutcome> settled)
        : base(item.Room, CancellationToken.None)
    {
        Item = _item = item;
        _settled = settled;
    }

    public override async Task TryAsync(HubSession session)
    {
        var (method, request) = OutboxCall.Of(_item);
        await session.WaitConnectedAsync(CancellationToken).ConfigureAwait(false);
        _revision = _item.Kind == OutboxKind.Send
            ? (await session.CallAsync<SendMessageResult>(method, request, CancellationToken).ConfigureAwait(false)).Revision
            : (await session.CallAsync<ChangeMessageResult>(method, request, CancellationToken).ConfigureAwait(false)).Revision;
    }

    public override void Settle(Exception? why)
    {
        if (why is null or ChatRefusedException)
            _settled(new() { Item = _item, Revision = _revision, Refused = why as ChatRefusedException });
    }
}

/// <summary>The call that an entry of the outbox makes.</summary>
internal static class OutboxCall
{
    public static (string Method, object Request) Of(OutboxItem item) => item.Kind switch
    {
        OutboxKind.Send => (
            nameof(IChatHub.SendMessage),
            new SendMessageRequest
            {
                Room = item.Room,
                MessageId = item.MessageId,
                Text = item.Text,
                ReplyTo = item.ReplyTo,
                Data = item.Data,
                Mentions = item.Mentions,
            }),
        OutboxKind.Edit => (
            nameof(IChatHub.EditMessage),
            new EditMessageRequest { Room = item.Room, MessageId = item.MessageId, Text = item.Text }),
        OutboxKind.Delete => (
            nameof(IChatHub.DeleteMessage),
            new DeleteMessageRequest { Room = item.Room, MessageId = item.MessageId }),
        _ => throw new InvalidDataException($"The outbox contains an entry of the unknown kind {item.Kind}."),
    };
}
