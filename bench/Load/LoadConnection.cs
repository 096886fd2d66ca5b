using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using SignalRChat.Bench.Wire;

namespace SignalRChat.Bench.Load;

/// <summary>
/// One member of one room on a raw WebSocket. It counts the records it receives. In closed loop it answers each ack with the
/// next send.
/// </summary>
internal sealed class LoadConnection(WireFormat wire, string room, int roomSize, Meter meter) : IDisposable
{
    private static readonly TimeSpan _answerDeadline = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new() { Options = { KeepAliveInterval = Timeout.InfiniteTimeSpan } };
    private readonly IncomingBuffer _incoming = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<string?> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SendTemplate? _template;
    private Task _receiving = Task.CompletedTask;
    private bool _closing;
    private int _due;

    /// <summary>If set, each ack triggers the next send.</summary>
    public bool ClosedLoop { get; set; }

    public async Task ConnectAsync(Uri hub, HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(hub, http, cancellationToken);
        await _socket.SendAsync(wire.Handshake(), WebSocketMessageType.Text, true, cancellationToken);
        await ReadHandshakeAsync(cancellationToken);
        _receiving = ReceiveAsync();
    }

    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        await WriteAsync(wire.Join(room));
        var error = await _joined.Task.WaitAsync(_answerDeadline, cancellationToken);
        if (error is not null)
            throw new InvalidOperationException($"Joining {room} failed: {error}");
    }

    public void PrepareToSend(int textLength) => _template = new SendTemplate(wire, room, textLength);

    public async ValueTask SendAsync(long stamp)
    {
        meter.Sent(stamp);
        // The template is filled inside the lock, because all sends of this connection share its bytes.
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(_template!.Fill(stamp), wire.FrameType, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a ping, unless a send is under way, which shows the same.</summary>
    public async ValueTask PingAsync()
    {
        if (_socket.State == WebSocketState.Open && _sending.CurrentCount > 0)
            await WriteAsync(wire.Ping);
    }

    public async Task CloseAsync()
    {
        _closing = true;
        _socket.Abort();
        await _receiving;
    }

    public void Dispose()
    {
        _closing = true;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> record)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(record, wire.FrameType, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadHandshakeAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _incoming.Unread.IndexOf(JsonWire.RecordSeparator)) < 0)
        {
            var read = await _socket.ReceiveAsync(_incoming.Space(), cancellationToken);
            Took(read);
            if (read.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"Closed in the handshake: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
        }

        _incoming.Keep(_incoming.Unread.Length - end - 1);
    }

    private async Task ReceiveAsync()
    {
        try
        {
            ValueWebSocketReceiveResult read;
            while ((read = await _socket.ReceiveAsync(_incoming.Space(), CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
                Took(read);
                TakeRecords();
                for (; _due > 0; _due--)
                    await SendAsync(Stopwatch.GetTimestamp());
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The code below reports how the connection ended.
        }

        if (!_closing)
            meter.LostConnection($"{_socket.CloseStatus?.ToString() ?? "cut"} {_socket.CloseStatusDescription}");
    }

    private void Took(ValueWebSocketReceiveResult read)
    {
        _incoming.Wrote(read.Count);
        if (!wire.IsCutByFrames || !read.EndOfMessage)
            return;

        _incoming.Space().Span[0] = JsonWire.RecordSeparator;
        _incoming.Wrote(1);
    }

    private void TakeRecords()
    {
        var now = Stopwatch.GetTimestamp();
        var unread = _incoming.Unread;
        while (wire.TryCut(ref unread, out var record))
            Take(record, now);

        _incoming.Keep(unread.Length);
    }

    private void Take(ReadOnlySpan<byte> record, long now)
    {
        var glance = wire.Glance(record);
        switch (glance.Kind)
        {
            case IncomingKind.Invocation:
                meter.Received(record.Length, now);
                while (Stamp.TryFind(ref record, out var stamp))
                    meter.Delivered(stamp, now);

                break;
            case IncomingKind.Completion when Stamp.TryRead(glance.InvocationId, out var stamp):
                _due += ClosedLoop ? 1 : 0;
                meter.Answered(stamp, now, roomSize, glance.Failed ? Encoding.UTF8.GetString(record) : null);
                break;
            case IncomingKind.Completion:
                _joined.TrySetResult(glance.Failed ? Encoding.UTF8.GetString(record) : null);
                break;
        }
    }
}
