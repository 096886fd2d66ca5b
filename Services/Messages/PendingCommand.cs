namespace SignalRChat.Services.Messages;

/// <summary>A command in the queue, when it arrived (a timestamp), and the caller who waits for what becomes of it.</summary>
internal sealed class PendingCommand(RoomCommand command, long arrived)
{
    // The writer completes many callers in a row: none of them may run on its thread.
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
