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
        var pending = new AwaitedCommand(command, answers);
        Append(pending);
        return pending.Outcome;
    }

    /// <summary>The same for a caller that gets the outcome by <see cref="PendingCommand.Answer()"/>.</summary>
    /// <exception cref="ChatRefusedException">The queue is full, or the node is leaving: the command was not taken.</exception>
    public void Append(PendingCommand pending)
    {
        pending.Arrived = time.GetTimestamp();
        pending.Caller ??= ChatTrace.Current;
        if (_queue.Writer.TryWrite(pending))
        {
            _arrival.Set();
            return;
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
