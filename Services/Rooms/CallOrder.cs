namespace SignalRChat.Services.Rooms;

/// <summary>
/// Lets the calls of one connection in, one after the other, in the order received. A call whose command is in the command queue lets
/// the next one in, because the queue keeps the order: so the sends of a connection share a transaction. Every other call waits
/// until all earlier calls are answered, and is answered itself before the next one is let in.
/// </summary>
internal sealed class CallOrder
{
    /// <summary>The most calls whose commands are queued and that are not answered: the bound for a client that does not read.</summary>
    public const int MostQueued = 32;

    private readonly Lock _gate = new();
    private Queue<TaskCompletionSource<long>>? _waiting;
    private TaskCompletionSource? _earlierAnswered;
    private long _last;
    private long _inside;
    private int _queued;

    /// <summary>Lets a call in at once, or not at all. It must leave once, after its answer.</summary>
    public bool TryEnter(out long call)
    {
        lock (_gate)
        {
            var isFree = _inside == 0 && _queued < MostQueued;
            call = isFree ? _inside = ++_last : 0;
            return isFree;
        }
    }

    /// <summary>Completes with the number of the call when it is let in. It must leave once, after its answer.</summary>
    public ValueTask<long> EnterAsync()
    {
        lock (_gate)
        {
            if (TryEnter(out var call))
                return new(call);
            var turn = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiting ??= new()).Enqueue(turn);
            return new(turn.Task);
        }
    }

    /// <summary>The command of the call that is inside was put into the command queue: the next call may enter.</summary>
    public void Queued()
    {
        lock (_gate)
        {
            _queued++;
            LetNextIn();
        }
    }

    /// <summary>Completes when all calls before this one have left; at once if its own command was queued.</summary>
    public Task EarlierAnsweredAsync(long call)
    {
        lock (_gate)
        {
            if (_inside != call || _queued == 0)
                return Task.CompletedTask;
            _earlierAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _earlierAnswered.Task;
        }
    }

    /// <summary>The call was answered.</summary>
    public void Leave(long call)
    {
        lock (_gate)
        {
            if (_inside == call)
            {
                LetNextIn();
                return;
            }
            if (--_queued == 0)
            {
                _earlierAnswered?.SetResult();
                _earlierAnswered = null;
            }
            if (_inside == 0)
                LetNextIn();
        }
    }

    private void LetNextIn()
    {
        if (_waiting is null || _queued == MostQueued)
        {
            _inside = 0;
            return;
        }
        var next = _waiting.Dequeue();
        // An idle connection keeps no queue.
        if (_waiting.Count == 0)
            _waiting = null;
        _inside = ++_last;
        next.SetResult(_inside);
    }
}
