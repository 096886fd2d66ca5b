namespace SignalRChat.Services.Log;

/// <summary>A command in the queue, the timestamp of its arrival, and the caller that waits for its result.</summary>
internal sealed class PendingCommand(RoomCommand command, long arrived)
{
    // The writer completes many callers in a row: no caller may run on its thread.
    private readonly TaskCompletionSource<RoomCommandResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RoomCommand Command { get; } = command;

    public long Arrived { get; } = arrived;

    public Task<RoomCommandResult> Outcome => _outcome.Task;

    public void Complete(RoomCommandResult result)
    {
        if (result.RefusalCode is { } code)
            _outcome.TrySetException(Refusals.For(code, Command));
        else
            _outcome.TrySetResult(result);
    }

    public void Fail(Exception exception) => _outcome.TrySetException(exception);
}
