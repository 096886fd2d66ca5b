using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Notes when the hub begins to wait for the client, and until when: while the server is busy with what it read, the client is not to blame. Also notes a
/// frame that is over the limit, which SignalR closes on without telling which of its reasons it was, and counts what the connection sends: beyond its budget nothing more
/// of it is read, and the sweep ends it.
/// </summary>
internal sealed class WatchedReader(PipeReader inner, ConnectionWatch watch, long maxFrame, ConnectionBudget budget, ITransferFormatFeature? format) : PipeReader
{
    private ReadOnlySequence<byte> _read;
    private ConnectionBudget.Spending _spending;
    private HeldRead? _held;
    private volatile bool _isCancelled;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (watch.IsTooFast)
            return new(Hold().WaitAsync(cancellationToken));
        var read = inner.ReadAsync(cancellationToken);
        if (read.IsCompletedSuccessfully)
            return new(Took(read.Result));
        watch.ReceiveBegins();
        return WaitAsync(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        var has = inner.TryRead(out result);
        _read = result.Buffer;
        return has;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // A read that was held brought nothing that could be given back.
        if (_held is not null)
            return;

        // What is left is one frame that is not whole yet: all before it was taken.
        if (_read.Length > maxFrame && _read.Slice(consumed).Length > maxFrame)
            watch.EndAs(ProtocolFault.FrameTooLarge(maxFrame));
        var taken = _read.Slice(_read.Start, consumed);
        if (!taken.IsEmpty && !budget.Spend(ref _spending, FrameCount.Of(taken, IsBinary), taken.Length))
            watch.IsTooFast = true;
        _read = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead()
    {
        _isCancelled = true;
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _held)?.Cancel();
        inner.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    // Known once the handshake has chosen the protocol.
    private bool IsBinary => format?.ActiveFormat == TransferFormat.Binary;

    // Pooled: this runs for each frame of each client.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read)
    {
        var result = await read;
        watch.ReceiveEnds();
        return Took(result);
    }

    private ReadResult Took(ReadResult result)
    {
        if (!watch.IsEstablished)
        {
            // SignalR gives up the wait for the handshake by cancelling the read.
            watch.HasHandshakeTimedOut |= result.IsCanceled;
            watch.HasLeftEarly |= result.IsCompleted;
        }
        _read = result.Buffer;
        return result;
    }

    /// <summary>A read that ends only when SignalR cancels it, as it does on every end of a connection.</summary>
    private Task<ReadResult> Hold()
    {
        var held = _held ?? new HeldRead();
        Interlocked.Exchange(ref _held, held);

        // The mark comes before the look, and in CancelPendingRead as well: one of the two sees the other.
        if (_isCancelled)
            held.Cancel();
        return held.Task;
    }

    private sealed class HeldRead
    {
        private readonly TaskCompletionSource<ReadResult> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ReadResult> Task => _source.Task;

        public void Cancel() => _source.TrySetResult(new ReadResult(default, isCanceled: true, isCompleted: false));
    }
}
