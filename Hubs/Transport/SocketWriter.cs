using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// Writes what the hub sends straight to the WebSocket: no pipe and no change of threads. SignalR writes one item at a time and
/// waits for its end. A WebSocket that is gone takes what is written to it and drops it: reading notices the end.
/// </summary>
internal sealed class SocketWriter(WebSocket socket, ConnectionActivity activity) : PipeWriter
{
    /// <summary>
    /// The most that a slow client takes as a whole. Larger messages go in pieces, which show that the client takes bytes, and
    /// of which no more than one waits in memory.
    /// </summary>
    private const int PieceBytes = 32 * 1024;

    private const int FirstBufferBytes = 1024;

    /// <summary>From this size on, held messages wait for no other.</summary>
    private const int MostHeld = 16 * 1024;

    private byte[]? _held;
    private int _count;
    private bool _holds;

    /// <summary>Set by the handshake. Its own answer is text.</summary>
    public WebSocketMessageType MessageType { get; set; } = WebSocketMessageType.Text;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = _count + Math.Max(1, sizeHint);
        if (_held is null)
        {
            _held = ArrayPool<byte>.Shared.Rent(Math.Max(needed, FirstBufferBytes));
        }
        else if (_held.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _held.Length));
            _held.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_held);
            _held = larger;
        }
        return _held.AsMemory(_count);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => _count += bytes;

    /// <summary>
    /// The next message follows at once: both go out with its flush. The caller holds SignalR's lock for writing to the connection.
    /// </summary>
    public void HoldNextFlush() => _holds = _count < MostHeld;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_holds)
        {
            _holds = false;
            return default;
        }
        if (_held is not { } held)
            return default;
        var send = SendAsync(held.AsMemory(0, _count));
        (_held, _count) = (null, 0);
        if (!send.IsCompletedSuccessfully)
            return SentAsync(send, held);
        send.GetAwaiter().GetResult();
        ArrayPool<byte>.Shared.Return(held);
        return default;
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (_held is not null)
        {
            this.Write(source.Span);
            return FlushAsync(cancellationToken);
        }
        var send = SendAsync(source);
        if (!send.IsCompletedSuccessfully)
            return SentAsync(send, null);
        send.GetAwaiter().GetResult();
        return default;
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Nothing follows a close, of either side.</summary>
    private bool TakesMessages => socket.State == WebSocketState.Open;

    private static async ValueTask<FlushResult> SentAsync(ValueTask send, byte[]? held)
    {
        await send;
        if (held is not null)
            ArrayPool<byte>.Shared.Return(held);
        return default;
    }

    /// <summary>Never fails. Pooled: a client's every message passes here.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        if (!TakesMessages)
            return;
        try
        {
            for (var rest = message; ;)
            {
                var piece = rest[..Math.Min(rest.Length, PieceBytes)];
                rest = rest[piece.Length..];
                var send = socket.SendAsync(piece, MessageType, endOfMessage: rest.IsEmpty, CancellationToken.None);
                if (!send.IsCompletedSuccessfully)
                    activity.SendBegins();
                await send;
                activity.SendEnds();
                if (rest.IsEmpty)
                    return;
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            activity.SendEnds();
            // The close that was sent meanwhile must still reach the client.
            if (TakesMessages)
                socket.Abort();
        }
    }
}
