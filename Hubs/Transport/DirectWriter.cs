using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// Writes small data straight to the WebSocket when all earlier data was sent. SignalR's own path, a pipe and a task that reads
/// it, costs a copy and a change of threads for every write to every member. All other data uses that path. SignalR writes one
/// item at a time and waits for its end, so data is never on both paths at once.
/// </summary>
internal sealed class DirectWriter(PipeWriter inner, ConnectionActivity watch, ITransferFormatFeature? format) : PipeWriter
{
    /// <summary>
    /// The most that a slow client takes as a whole. Larger messages go in pieces, which show that the client takes bytes.
    /// </summary>
    private const int MostBytes = 4096;

    private byte[]? _held;
    private int _count;
    private long _piped;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_held is null && IsFree(out _))
            (_held, _count) = (ArrayPool<byte>.Shared.Rent(MostBytes), 0);
        if (_held is null)
            return inner.GetMemory(sizeHint);
        if (MostBytes - _count >= Math.Max(1, sizeHint))
            return _held.AsMemory(_count, MostBytes - _count);
        Spill(_held);
        return inner.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (_held is not null)
        {
            _count += bytes;
            return;
        }
        _piped += bytes;
        inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_held is not { } held)
            return inner.FlushAsync(cancellationToken);
        if (!IsFree(out var socket))
        {
            Spill(held);
            return inner.FlushAsync(cancellationToken);
        }
        _held = null;
        var send = Send(socket, held.AsMemory(0, _count));
        if (!send.IsCompletedSuccessfully)
            return FlushedAsync(send, held);
        ArrayPool<byte>.Shared.Return(held);
        return default;
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (_held is null && source.Length <= MostBytes && IsFree(out var socket))
        {
            var send = Send(socket, source);
            return send.IsCompletedSuccessfully ? default : FlushedAsync(send, null);
        }
        if (_held is { } held)
            Spill(held);
        _piped += source.Length;
        return inner.WriteAsync(source, cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    // A closing WebSocket takes nothing directly: the pipe handles that case.
    private bool IsFree(out WatchedWebSocket socket)
    {
        socket = watch.Direct!;
        return socket is { State: WebSocketState.Open } && socket.HasSent(_piped);
    }

    private ValueTask Send(WatchedWebSocket socket, ReadOnlyMemory<byte> message) =>
        socket.SendDirectAsync(message,
            format?.ActiveFormat == TransferFormat.Binary ? WebSocketMessageType.Binary : WebSocketMessageType.Text);

    private static async ValueTask<FlushResult> FlushedAsync(ValueTask send, byte[]? held)
    {
        await send;
        if (held is not null)
            ArrayPool<byte>.Shared.Return(held);
        return default;
    }

    private void Spill(byte[] held)
    {
        inner.Write(held.AsSpan(0, _count));
        _piped += _count;
        _held = null;
        ArrayPool<byte>.Shared.Return(held);
    }
}
