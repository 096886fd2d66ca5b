using System.Runtime.CompilerServices;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hubs.Transport.Budgets;

/// <summary>
/// The bytes below a WebSocket. The WebSocket answers pings and drops pongs and empty frames without any notice, so only this
/// stream can count them. Bytes that are not read here wait with the client.
/// </summary>
internal sealed class MeteredStream(Stream inner, ConnectionRateLimit budget, ICarrier carrier) : Stream
{
    private readonly CancellationTokenSource _disposed = new();
    private FrameHeaders _headers;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (budget.IsOver)
            return HeldReadAsync(buffer, cancellationToken);
        return ReadOnAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Not synchronously: the WebSocket disposes under its lock, and waiting code would continue inside it.
            _ = _disposed.CancelAsync();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    private ValueTask<int> ReadOnAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        if (read.IsCompletedSuccessfully)
            return new(Count(buffer, read.Result));
        budget.RanDry();

        // An empty buffer waits for data and reads no bytes, as the WebSocket does before each frame.
        return buffer.IsEmpty ? read : CountAsync(read, buffer);
    }

    // Pooled: this runs for frames of each client.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> CountAsync(ValueTask<int> read, Memory<byte> buffer) => Count(buffer, await read);

    private async ValueTask<int> HeldReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // Also when the client has disconnected: nothing else would notice while nothing is read.
        using var any = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token, carrier.Closed, cancellationToken);
        await budget.HoldAsync(any.Token);
        return await ReadOnAsync(buffer, cancellationToken);
    }

    private int Count(Memory<byte> buffer, int read)
    {
        if (read > 0)
            budget.Read(_headers.Count(buffer.Span[..read]), read);
        return read;
    }
}
