using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Hubs.Protocol;
using SignalRChat.Hubs.Transport;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// The outbound queue of one connection; it queues no room updates. While a write is not done (the transport's pipe is full),
/// updates are not kept and their subscriptions fall behind. When the write is done, each reads what it missed at its own cursor.
/// So a member that does not read costs the pipe, one frame and a few events, and delays no other.
/// </summary>
internal sealed class OutboundQueue(HubConnectionContext connection, ILogger logger) : IOutboundQueue, IThreadPoolWorkItem
{
    /// <summary>Events kept while a write is not done. Typing and presence beyond it are dropped: they are at most once.</summary>
    private const int MaxWaitingEvents = 16;

    private readonly Lock _gate = new();
    private readonly Queue<SerializedHubMessage> _events = new();
    private readonly Queue<IOutboundSource> _catchingUp = new();
    private bool _writing;
    private bool _isCatchingUp;
    private ExpectedAnswers _answers;
    private SerializedHubMessage? _held;

    public bool IsWriting => Volatile.Read(ref _writing);

    /// <summary>Updates were left out while a write is not done, and are read after it. Read as <see cref="IsWriting"/> is.</summary>
    public bool IsBehind => IsWriting && (Volatile.Read(ref _isCatchingUp) || _catchingUp.Count > 0);

    /// <summary>The call that brings an update to clients, serialised once for each protocol.</summary>
    public static SerializedHubMessage WireOf(UpdateFrame frame) => (SerializedHubMessage)frame.SerializedBy(
        static update => new SerializedHubMessage(new UpdateMessage(update)));

    private static SerializedHubMessage WireOf(InboxUpdate update) =>
        new(new InvocationMessage(nameof(IChatClient.InboxUpdated), [update]));

    /// <summary>
    /// The client has sent this message and waits for the answer. The update that contains the message is then held, as the answer
    /// follows it at once: both come from the same commit. Of several messages only the oldest counts.
    /// </summary>
    public void ExpectAnswer(string call, string messageId)
    {
        lock (_gate)
            _answers.Expect(call, messageId);
    }

    /// <summary>The answer to a call is being written. Returns the update that it takes along, if one is held.</summary>
    public SerializedHubMessage? TakeHeld(string? call)
    {
        SerializedHubMessage? held;
        lock (_gate)
        {
            _answers.Answered(call);
            (held, _held) = (_held, null);
        }
        // An item that arrived meanwhile waits for the connection's lock until the answer is written.
        if (held is not null && !TryFinish())
            StartPump();
        return held;
    }

    public bool Write(UpdateFrame frame, RoomSubscription subscription)
    {
        lock (_gate)
        {
            // Checked under the gate, so that no update of a room follows the event that it was left.
            if (subscription.IsEnded)
                return false;
            if (_writing)
            {
                subscription.FallBehind();
                _catchingUp.Enqueue(subscription);
                return false;
            }
            _writing = true;
            subscription.Cursor = frame.Update.Through;
            if (_answers.OldestMessage is { } sent && Contains(frame, sent))
            {
                _held = WireOf(frame);
                return true;
            }
        }
        Start(WireOf(frame));
        return true;
    }

    public void CatchUp(IOutboundSource source)
    {
        lock (_gate)
        {
            if (!_catchingUp.Contains(source))
                _catchingUp.Enqueue(source);
            if (_writing)
                return;
            _writing = true;
        }
        StartPump();
    }

    public Task WrittenAsync()
    {
        lock (_gate)
        {
            // A held update goes out with the next answer, which must not wait for it.
            if (!_writing || _held is not null)
                return Task.CompletedTask;
            var barrier = new WriteBarrier();
            _catchingUp.Enqueue(barrier);
            return barrier.Reached;
        }
    }

    /// <summary>Sends an event; false when the connection is too far behind and an ephemeral one was dropped.</summary>
    public bool Send(SerializedHubMessage message, bool isEphemeral = false)
    {
        lock (_gate)
        {
            if (_writing)
            {
                if (_events.Count >= MaxWaitingEvents && isEphemeral)
                    return false;
                _events.Enqueue(message);
                return true;
            }
            _writing = true;
        }
        Start(message);
        return true;
    }

    private static bool Contains(UpdateFrame frame, string messageId)
    {
        foreach (var message in frame.Update.Messages)
        {
            if (message.MessageId == messageId)
                return true;
        }
        return false;
    }

    private void Start(SerializedHubMessage message)
    {
        var write = connection.WriteAsync(message);
        if (!write.IsCompletedSuccessfully)
            _ = PumpAsync(write);
        else if (!TryFinish())
            StartPump();
    }

    // On the pool, never on the caller's thread. The caller is a feed, a hub call or the reconciler, and the backlog of one
    // member must not delay it.
    private void StartPump() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _ = PumpAsync(default);

    /// <summary>False when something arrived while the write ran.</summary>
    private bool TryFinish()
    {
        lock (_gate)
        {
            if (_events.Count > 0 || _catchingUp.Count > 0)
                return false;
            _writing = false;
            return true;
        }
    }

    /// <summary>
    /// Sends what arrived while a write was not done: events first, then each source that catches up, a frame in turn.
    /// </summary>
    private async Task PumpAsync(ValueTask write)
    {
        try
        {
            await write;
            while (TryTakeNext(out var message, out var source))
            {
                if (message is not null)
                    await connection.WriteAsync(message);
                else
                    await CatchUpAsync(source!);
            }
        }
        catch (Exception defect)
        {
            // Nothing may be skipped silently: the client reconnects with its cursors.
            DeliveryLog.PumpFailed(logger, connection.ConnectionId, defect);
            Close();
        }
    }

    // Not Abort, which makes the client stay away.
    private void Close()
    {
        if (connection.Features.Get<ConnectionActivity>() is { } watch)
            watch.CloseAs ??= (WebSocketCloseStatus.InternalServerError, "");
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    private async Task CatchUpAsync(IOutboundSource source)
    {
        Volatile.Write(ref _isCatchingUp, true);
        try
        {
            var frame = await source.NextAsync(connection.ConnectionAborted);
            if (frame.IsEmpty)
                return;
            await connection.WriteAsync(frame.Room is { } update ? WireOf(update) : WireOf(frame.Inbox!));
            lock (_gate)
                _catchingUp.Enqueue(source);
        }
        catch (StorageUnavailableException)
        {
            // It keeps catching up: the reconciler retries when the database answers again.
        }
        catch (OperationCanceledException) when (connection.ConnectionAborted.IsCancellationRequested)
        {
            // The connection has ended.
        }
        finally
        {
            Volatile.Write(ref _isCatchingUp, false);
        }
    }

    /// <summary>
    /// False when nothing waits, or when the connection has ended: then it stays as if a write were never done.
    /// </summary>
    private bool TryTakeNext(out SerializedHubMessage? message, out IOutboundSource? source)
    {
        (message, source) = (null, null);
        if (connection.ConnectionAborted.IsCancellationRequested)
            return false;
        lock (_gate)
        {
            if (_events.TryDequeue(out message) || _catchingUp.TryDequeue(out source))
                return true;
            _writing = false;
            return false;
        }
    }
}

/// <summary>A place in the outbound queue, which it reaches when everything before is written.</summary>
internal sealed class WriteBarrier : IOutboundSource
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public ValueTask<OutboundFrame> NextAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return default;
    }
}

/// <summary>The sends of one connection that are not answered, in the order received. Answers have that order as well.</summary>
internal struct ExpectedAnswers
{
    /// <summary>A queue that was longer is not kept for an idle connection.</summary>
    private const int MostKept = 4;

    private Queue<(string Call, string MessageId)>? _sends;

    public readonly string? OldestMessage => _sends is not null && _sends.TryPeek(out var oldest) ? oldest.MessageId : null;

    public void Expect(string call, string messageId) => (_sends ??= new()).Enqueue((call, messageId));

    /// <summary>Forgets the call and all before it. If it is no send, does nothing.</summary>
    public void Answered(string? call)
    {
        if (_sends is null || !Expects(call))
            return;
        while (_sends.Dequeue().Call != call)
        {
        }
        if (_sends.Count == 0 && _sends.Capacity > MostKept)
            _sends = null;
    }

    private readonly bool Expects(string? call)
    {
        foreach (var send in _sends!)
        {
            if (send.Call == call)
                return true;
        }
        return false;
    }
}
