using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using SignalRChat.Hubs.Transport.Budgets;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// What the hub reads from a WebSocket. It receives only while the hub waits for data: first with an empty buffer, so that an idle
/// connection holds none, then into a pooled one. The hub continues on the thread that received. A cancelled read leaves its
/// receive in flight, because cancelling a receive would abort the WebSocket; the next read takes what it receives. It never
/// receives ahead: so each message is checked against the protocol that the handshake has chosen, if that has ended.
/// </summary>
internal sealed class SocketReader(WebSocket socket, ConnectionActivity activity, long maxFrame) : PipeReader, IValueTaskSource<ReadResult>
{
    private const int FirstBufferBytes = 4096;

    // Parts of messages that are discarded before a client that is being closed is cut: it floods until the end.
    private const int MostDiscarded = 4096;

    private readonly Lock _gate = new();
    private readonly ConnectionRateLimit _budget = activity.Budget!;
    private ManualResetValueTaskSourceCore<ReadResult> _read;
    private ValueTaskAwaiter<ValueWebSocketReceiveResult> _receive;
    private Action? _onReceived;
    private TaskCompletionSource? _ended;

    // The data that the hub has not consumed is _buffer[_start.._end]. While a receive runs, only the receiver touches these.
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private int _examined;
    private ReadOnlySequence<byte> _given;
    private bool _hasHeader;
    private int _discarded;

    private bool _isWaiting;
    private bool _isReceiving;
    private bool _isCancelled;
    private volatile bool _hasEnded;

    /// <summary>Set by the handshake: the frames of a binary protocol have a length, those of a text protocol an end.</summary>
    public bool IsBinary { get; set; }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool receives;
        lock (_gate)
        {
            if (_isCancelled)
            {
                _isCancelled = false;
                return new(Noted(new ReadResult(default, isCanceled: true, _hasEnded)));
            }
            var isHeld = _budget.IsExceeded;
            if (!isHeld && !_isReceiving && (_hasEnded || _end > _examined))
                return new(Noted(Take()));
            _read.Reset();
            _read.RunContinuationsAsynchronously = false;
            _isWaiting = true;
            receives = !isHeld && !_isReceiving;
            _isReceiving |= receives;
            // Here, as a receive that is in flight may end as soon as the lock is free.
            activity.ReceiveBegins();
        }
        if (receives)
            Receive();
        return new(this, _read.Version);
    }

    public override bool TryRead(out ReadResult result)
    {
        lock (_gate)
        {
            var has = !_isReceiving && !_budget.IsExceeded && (_hasEnded || _end > _examined);
            result = has ? Take() : default;
            return has;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // A cancelled read returned nothing that could be given back.
        if (_given.IsEmpty)
            return;
        var taken = _given.Slice(_given.Start, consumed);

        // The rest is one frame that is not complete yet: SignalR took all before it.
        if (_given.Length - taken.Length > maxFrame)
            activity.EndAs(ProtocolFault.FrameTooLarge(maxFrame));
        if (!taken.IsEmpty)
            _budget.Taken(FrameCount.Of(taken, IsBinary));
        _examined = _start + (int)_given.Slice(_given.Start, examined).Length;
        _start += (int)taken.Length;
        _given = default;
        if (_start == _end)
            ReturnBuffer();
    }

    public override void CancelPendingRead()
    {
        lock (_gate)
        {
            if (!_isWaiting)
            {
                _isCancelled = true;
                return;
            }
            _isWaiting = false;
        }
        // The caller may hold a lock, and it is not the hub's thread.
        _read.RunContinuationsAsynchronously = true;
        _read.SetResult(Noted(new ReadResult(default, isCanceled: true, _hasEnded)));
    }

    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Discards all input from here on. Ends with the client's close, or with the WebSocket.</summary>
    public Task DiscardAsync()
    {
        bool receives;
        lock (_gate)
        {
            if (_hasEnded)
                return Task.CompletedTask;
            _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            receives = !_isReceiving;
            _isReceiving = true;
        }
        if (receives)
            Receive();
        return _ended.Task;
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    /// <summary>Receives until there is data for the hub, or until the client has to send more.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "The result is read when the receive has completed, and once.")]
    private void Receive()
    {
        var hasMore = true;
        while (hasMore)
        {
            try
            {
                var receive = socket.ReceiveAsync(_hasHeader ? FreeSpace() : Memory<byte>.Empty, CancellationToken.None);
                if (receive.IsCompletedSuccessfully)
                {
                    hasMore = Keep(receive.Result);
                    continue;
                }
                _receive = receive.GetAwaiter();
                _receive.UnsafeOnCompleted(_onReceived ??= Continue);
                return;
            }
            catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                hasMore = false;
                _hasEnded = true;
            }
        }
        Deliver();
    }

    private void Continue()
    {
        try
        {
            if (Keep(_receive.GetResult()))
            {
                Receive();
                return;
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            _hasEnded = true;
        }
        Deliver();
    }

    /// <summary>Keeps what was received. Whether to receive more before the hub gets it.</summary>
    private bool Keep(ValueWebSocketReceiveResult received)
    {
        if (received.MessageType == WebSocketMessageType.Close)
        {
            _hasEnded = true;
            return false;
        }
        if (activity.CloseAs is null)
            activity.Received(received.MessageType);
        if (received.EndOfMessage)
            _budget.MessageEnds();

        // The empty buffer has waited for a header; what it announces is read next.
        _hasHeader = !_hasHeader && !received.EndOfMessage;

        // A client that is being closed is not heard any more, but its unread bytes would reset the connection.
        if (activity.CloseAs is not null || _ended is not null)
        {
            if (++_discarded == MostDiscarded)
                socket.Abort();
            return true;
        }
        _end += received.Count;
        return received.Count == 0;
    }

    private void Deliver()
    {
        bool isDiscarding;
        lock (_gate)
        {
            isDiscarding = _ended is not null && !_hasEnded;
            _isReceiving = isDiscarding;
            if (_hasEnded && _ended is not null)
            {
                ReturnBuffer();
                _ended.TrySetResult();
            }
            if (!isDiscarding && !_isWaiting)
                return;
            _isWaiting = false;
        }
        if (isDiscarding)
        {
            Receive();
            return;
        }
        // The end may come on the thread of a write that failed, under the locks of a feed: the hub must not leave its rooms there.
        _read.RunContinuationsAsynchronously = _hasEnded;
        _read.SetResult(Noted(Take()));
    }

    private ReadResult Take()
    {
        _given = _end > _start ? new ReadOnlySequence<byte>(_buffer!, _start, _end - _start) : default;
        return new ReadResult(_given, isCanceled: false, isCompleted: _hasEnded);
    }

    private ReadResult Noted(ReadResult result)
    {
        activity.ReceiveEnds();
        if (activity.IsEstablished)
            return result;
        // SignalR ends the wait for the handshake by cancelling the read.
        activity.HasHandshakeTimedOut |= result.IsCanceled;
        activity.HasLeftEarly |= result.IsCompleted;
        return result;
    }

    private Memory<byte> FreeSpace()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        }
        else if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstBufferBytes, 2 * (_end - _start)));
            _buffer.AsSpan(_start.._end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _start, _end, _examined) = (larger, 0, _end - _start, _examined - _start);
        }
        return _buffer.AsMemory(_end);
    }

    private void ReturnBuffer()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end, _examined) = (null, 0, 0, 0);
    }
}
