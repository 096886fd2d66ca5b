using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using SignalRChat.Hubs.Transport.Budgets;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// What the hub reads from a fallback transport. Notes when the hub begins to wait for the client, and until when: while the
/// server is busy with what it read, the client is not to blame. Also notes a frame over the limit, because SignalR closes without
/// the reason, and counts the frames of the hub. Data beyond the budget waits here. When the budget is exceeded nothing more is
/// read, and the connection monitor ends the connection.
/// </summary>
internal sealed class WatchedReader(
    PipeReader inner, ConnectionActivity watch, long maxFrame, ITransferFormatFeature? format) : PipeReader
{
    private readonly ConnectionRateLimit _budget = watch.Budget!;
    private ReadOnlySequence<byte> _read;
    private HeldRead? _held;
    private volatile bool _isCancelled;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_budget.IsExceeded || _budget.IsOver)
            return HeldReadAsync(cancellationToken);
        return ReadOnAsync(cancellationToken);
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
        // A read that was held returned nothing that could be given back.
        if (_held is not null)
            return;

        // The rest is one frame that is not complete yet: SignalR took all before it.
        if (_read.Length > maxFrame && _read.Slice(consumed).Length > maxFrame)
            watch.EndAs(ProtocolFault.FrameTooLarge(maxFrame));
        var taken = _read.Slice(_read.Start, consumed);
        if (!taken.IsEmpty)
            _budget.Received(FrameCount.Of(taken, IsBinary), taken.Length);
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

    private ValueTask<ReadResult> ReadOnAsync(CancellationToken cancellationToken)
    {
        var read = inner.ReadAsync(cancellationToken);
        if (read.IsCompletedSuccessfully)
            return new(Took(read.Result));
        watch.ReceiveBegins();
        _budget.RanDry();
        return WaitAsync(read);
    }

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
        _read = result.Buffer;
        return result;
    }

    private async ValueTask<ReadResult> HeldReadAsync(CancellationToken cancellationToken)
    {
        var cancelled = Hold();
        var held = _budget.HoldAsync(cancellationToken);
        if (await Task.WhenAny(cancelled, held) == cancelled)
            return await cancelled;
        await held;
        Volatile.Write(ref _held, null);
        return await ReadOnAsync(cancellationToken);
    }

    /// <summary>Ends when SignalR cancels the read, as it does on every end of a connection.</summary>
    private Task<ReadResult> Hold()
    {
        var held = _held ?? new HeldRead();
        Interlocked.Exchange(ref _held, held);

        // Set the mark before the check, here and in CancelPendingRead: then one of the two sees the other.
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
