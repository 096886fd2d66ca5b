using System.Diagnostics;

namespace SignalRChat.Services.Log;

/// <summary>A command in the queue, and the caller that waits for its outcome.</summary>
internal abstract class PendingCommand(AnswerQueue? answers)
{
    private RoomCommandResult[] _results = [];
    private int _place;
    private Exception? _failure;
    private bool _isDecided;

    /// <summary>The next one in its <see cref="AnswerQueue"/>.</summary>
    public PendingCommand? Next { get; set; }

    public abstract RoomCommand Command { get; }

    /// <summary>The span of the call that it belongs to; null if the call is not traced.</summary>
    public Activity? Caller { get; set; }

    /// <summary>The timestamp of its arrival in the command queue.</summary>
    public long Arrived { get; set; }

    /// <summary>The outcome is the result of its batch at this place.</summary>
    public void Complete(RoomCommandResult[] results, int place) =>
        Decide(
            results, place, results[place] is { RefusalCode: { } code } refused ? Refusals.For(code, Command, refused.RetryAfter) : null);

    public void Fail(Exception exception) => Decide([], 0, exception);

    /// <summary>Continues the caller. With an <see cref="AnswerQueue"/> on its thread, otherwise the writer calls this.</summary>
    public void Answer() => Answer(_failure is null ? _results[_place] : default, _failure);

    protected abstract void Answer(in RoomCommandResult result, Exception? failure);

    private void Decide(RoomCommandResult[] results, int place, Exception? failure)
    {
        // Only the first outcome counts.
        if (_isDecided)
            return;
        (_isDecided, _results, _place, _failure) = (true, results, place, failure);
        if (answers is null)
            Answer();
        else
            answers.Add(this);
    }
}

/// <summary>A command whose caller awaits the outcome.</summary>
internal sealed class AwaitedCommand(RoomCommand command, AnswerQueue? answers) : PendingCommand(answers)
{
    // The writer completes many callers in a row: no caller may run on its thread.
    private readonly TaskCompletionSource<RoomCommandResult> _outcome =
        new(answers is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

    public override RoomCommand Command { get; } = command;

    public Task<RoomCommandResult> Outcome => _outcome.Task;

    protected override void Answer(in RoomCommandResult result, Exception? failure)
    {
        if (failure is not null)
            _outcome.TrySetException(failure);
        else
            _outcome.TrySetResult(result);
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
        PoolBatch.Queue(this);
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
