using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// The bytes of a TCP connection that was taken over. A connection that is gone takes what is written and drops it: reading
/// notices the end.
/// </summary>
internal sealed class ConnectionStream(ConnectionTakeover connection) : Stream
{
    private readonly PipeReader _input = connection.Transport.Input;
    private readonly PipeWriter _output = connection.Transport.Output;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>With an empty buffer it waits for data and reads none.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _input.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new(Take(read.Result, buffer.Span)) : TakeAsync(read, buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var flush = _output.WriteAsync(buffer, cancellationToken);
        if (!flush.IsCompletedSuccessfully)
            return FlushedAsync(flush);
        flush.GetAwaiter().GetResult();
        return default;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Each write is flushed.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>A WebSocket that is aborted disposes of its stream, and expects the connection to be cut.</summary>
    protected override void Dispose(bool disposing)
    {
        if (connection.IsAborted)
            connection.Abort();
        base.Dispose(disposing);
    }

    private static async ValueTask FlushedAsync(ValueTask<FlushResult> flush) => await flush;

    // Pooled: this runs for frames of each client.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> TakeAsync(ValueTask<ReadResult> read, Memory<byte> buffer) => Take(await read, buffer.Span);

    private int Take(ReadResult read, Span<byte> buffer)
    {
        // Before the pipe gets its segments back.
        var count = (int)Math.Min(read.Buffer.Length, buffer.Length);
        var taken = read.Buffer.Slice(0, count);
        taken.CopyTo(buffer);
        _input.AdvanceTo(taken.End);
        return count;
    }
}
