using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// Notes since when a send waits for the client, and closes with the code that fits: SignalR itself only knows 1000, 1007 and
/// 1011. The transport sends in pieces of about 4 KB, so a slow client that reads at all ends a send now and then.
/// </summary>
internal sealed class WatchedWebSocket(WebSocket inner, ConnectionActivity watch, TimeProvider time) : WebSocket
{
    /// <summary>For a client that does not close the connection itself.</summary>
    private static readonly TimeSpan _closeGrace = TimeSpan.FromSeconds(2);

    // The transport waits for data with an empty buffer, into which nothing can be read.
    private const int ReadAwayBytes = 1024;

    private const int MostReadAway = 4096;

    private readonly TaskCompletionSource _clientHasEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        var send = inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);
        if (!send.IsCompletedSuccessfully)
            return WatchAsync(send, buffer.Length);
        Interlocked.Add(ref _sent, buffer.Length);
        return send;
    }

    /// <summary>Sends without the transport, which must have nothing to send.</summary>
    public ValueTask SendDirectAsync(ReadOnlyMemory<byte> message, WebSocketMessageType messageType)
    {
        var send = inner.SendAsync(message, messageType, endOfMessage: true, CancellationToken.None);
        return send.IsCompletedSuccessfully ? send : WatchAsync(send, 0);
    }

    /// <summary>Whether the transport has sent this much, and waits for more.</summary>
    public bool HasSent(long bytes) => Interlocked.Read(ref _sent) == bytes;

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    /// <summary>
    /// Discards the input of a client that is being closed, until its own close. A transport that cannot hand its input on drops
    /// its unsent output, which may hold the reason. Unread bytes would reset the connection.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = await inner.ReceiveAsync(buffer, cancellationToken);
            if (read.EndOfMessage && read.MessageType != WebSocketMessageType.Close)
                watch.Budget?.MessageEnds();
            if (watch.CloseAs is null)
                watch.Received(read.MessageType);
            for (var more = MostReadAway; watch.CloseAs is not null && read.MessageType != WebSocketMessageType.Close; more--)
            {
                // A client that floods until the end gets no orderly close.
                if (more == 0)
                    inner.Abort();
                read = await inner.ReceiveAsync(buffer.IsEmpty ? new byte[ReadAwayBytes] : buffer, cancellationToken);
            }
            if (read.MessageType == WebSocketMessageType.Close)
                _clientHasEnded.TrySetResult();
            return read;
        }
        catch
        {
            _clientHasEnded.TrySetResult();
            throw;
        }
    }

    public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
        inner.ReceiveAsync(buffer, cancellationToken);

    /// <summary>
    /// SignalR's client closes when it has read SignalR's own close message. Closing with one of our codes before that would make
    /// the .NET client discard what it has received and not read yet.
    /// </summary>
    public override async Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        if (watch.CloseAs is not null)
        {
            await _clientHasEnded.Task.WaitAsync(_closeGrace, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        var (status, description) = Chosen(closeStatus, statusDescription);
        await inner.CloseOutputAsync(status, description, cancellationToken);
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        var (status, description) = Chosen(closeStatus, statusDescription);
        return inner.CloseAsync(status, description, cancellationToken);
    }

    public override void Abort() => inner.Abort();

    public override void Dispose() => inner.Dispose();

    private (WebSocketCloseStatus Status, string? Description) Chosen(WebSocketCloseStatus status, string? description) =>
        watch.CloseAs is var (chosen, why) ? (chosen, why) : (status, description);

    private async ValueTask WatchAsync(ValueTask send, int bytes)
    {
        watch.SendBegins();
        try
        {
            await send;
            Interlocked.Add(ref _sent, bytes);
        }
        finally
        {
            watch.SendEnds();
        }
    }
}
