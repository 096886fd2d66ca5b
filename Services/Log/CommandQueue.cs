using System.Threading.Channels;

namespace SignalRChat.Services.Log;

/// <summary>
/// The write side: a bounded queue in front of the database. One transaction takes all waiting commands. So batches grow under
/// load, and an idle server adds no delay. A command is answered after its commit. If the commit fails, nothing is acknowledged.
/// </summary>
internal sealed class CommandQueue(IOptions<CommitOptions> options, IMessageStore store, TimeProvider time) : IDisposable
{
    private readonly TimeSpan _retryAfter = options.Value.RetryAfter;
    // A writer without a dedicated thread continues in the call that enqueues a command. The answers never do.
    private readonly Channel<PendingCommand> _queue = Channel.CreateBounded<PendingCommand>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly WakeSignal _arrival = new();
    private volatile bool _closed;

    /// <summary>The commands that the writer has set aside.</summary>
    public HeldRooms Held { get; } = new(options.Value.QueueCapacity, store.SideWriters);

    /// <summary>The commands that the writer commits.</summary>
    public ChannelReader<PendingCommand> Waiting => _queue.Reader;

    /// <summary>Holds the writer's thread until there is something to work off; false when there never will be.</summary>
    public bool WaitForWork()
    {
        while (!_queue.Reader.TryPeek(out _))
        {
            if (_queue.Reader.Completion.IsCompleted)
                return false;
            _arrival.Wait(() => _closed || _queue.Reader.TryPeek(out _));
        }
        return true;
    }

    /// <summary>
    /// Stores one command; completes after the commit is on disk. Commands of one room are stored in the order of the calls. With
    /// <paramref name="answers"/> the caller continues there, otherwise on any pool thread.
    /// </summary>
    /// <exception cref="ChatRefusedException">The store refused the command, the queue is full, the database is away, or the node
    /// is leaving.</exception>
    public Task<RoomCommandResult> AppendAsync(RoomCommand command, AnswerQueue? answers = null)
    {
        var pending = new PendingCommand(command, time.GetTimestamp(), answers);
        if (_queue.Writer.TryWrite(pending))
        {
            _arrival.Set();
            return pending.Outcome;
        }
        throw _closed
            ? new ChatRefusedException(ChatErrorCodes.NodeDraining, "This node is draining; retry on another node.", _retryAfter)
            : new ChatRefusedException(ChatErrorCodes.Busy, "The command queue of the server is full.", _retryAfter);
    }

    /// <summary>Accepts no more commands; those that wait are still stored.</summary>
    public void Close()
    {
        _closed = true;
        _queue.Writer.TryComplete();
        _arrival.Set();
    }

    public void Dispose() => _arrival.Dispose();
}

/// <summary>A command in the queue, the timestamp of its arrival, and the caller that waits for its result.</summary>
internal sealed class PendingCommand(RoomCommand command, long arrived, AnswerQueue? answers)
    // The writer completes many callers in a row: no caller may run on its thread.
    : TaskCompletionSource<RoomCommandResult>(
        answers is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None)
{
    private RoomCommandResult _result;
    private Exception? _failure;
    private bool _isDecided;

    /// <summary>The next one in its <see cref="AnswerQueue"/>.</summary>
    public PendingCommand? Next { get; set; }

    public RoomCommand Command { get; } = command;

    public long Arrived { get; } = arrived;

    public Task<RoomCommandResult> Outcome => Task;

    public void Complete(RoomCommandResult result) =>
        Decide(result, result.RefusalCode is { } code ? Refusals.For(code, Command) : null);

    public void Fail(Exception exception) => Decide(default, exception);

    /// <summary>Continues the caller, on this thread if it has an <see cref="AnswerQueue"/>.</summary>
    public void Answer()
    {
        if (_failure is not null)
            TrySetException(_failure);
        else
            TrySetResult(_result);
    }

    private void Decide(RoomCommandResult result, Exception? failure)
    {
        // Only the first outcome counts.
        if (_isDecided)
            return;
        (_isDecided, _result, _failure) = (true, result, failure);
        if (answers is null)
            Answer();
        else
            answers.Add(this);
    }
}

/// <summary>
/// Gives the calls of one connection the outcomes of their commands, in the order in which the writer decided them, on one pool
/// thread. The writer's thread never runs a caller, and a commit with many commands of a connection costs one change of threads.
/// </summary>
internal sealed class AnswerQueue : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private PendingCommand? _first;
    private PendingCommand? _last;
    private bool _isRunning;

    public void Add(PendingCommand decided)
    {
        lock (_gate)
        {
            if (_last is null)
                _first = decided;
            else
                _last.Next = decided;
            _last = decided;
            if (_isRunning)
                return;
            _isRunning = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (Take() is { } decided)
            decided.Answer();
    }

    private PendingCommand? Take()
    {
        lock (_gate)
        {
            var taken = _first;
            _first = taken?.Next;
            if (_first is null)
                _last = null;
            _isRunning = taken is not null;
            return taken;
        }
    }
}

/// <summary>
/// Wakes the one thread that processes a queue. Waiting for a task spins before it sleeps, which at a hundred messages a second
/// costs more than the messages. This sleeps at once, and a producer pays for waking the thread only when it sleeps.
/// </summary>
internal sealed class WakeSignal : IDisposable
{
    private readonly AutoResetEvent _arrived = new(false);
    private int _sleeps;

    /// <summary>Called after something was put into the queue, or the queue was closed.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _sleeps, 0) == 1)
            _arrived.Set();
    }

    /// <summary>Sleeps until <see cref="Set"/>, unless <paramref name="isThere"/> returns true because an item is already queued.</summary>
    public void Wait(Func<bool> isThere)
    {
        // Set the mark before the check here, and fill the queue before the mark in Set: then one of the two sees the other.
        Interlocked.Exchange(ref _sleeps, 1);
        if (isThere() && Interlocked.Exchange(ref _sleeps, 0) == 1)
            return;
        _arrived.WaitOne();
    }

    public void Dispose() => _arrived.Dispose();
}
