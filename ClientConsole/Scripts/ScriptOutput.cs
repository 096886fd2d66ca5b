using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Scripts;

/// <summary>Passes events on, counts messages towards the goal, and tracks the exit code.</summary>
internal sealed class ScriptOutput(IEventOutput inner, Goal goal) : IEventOutput
{
    private readonly TaskCompletionSource _roomGone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True if the messages of the room are printed at all.</summary>
    public bool ShowsMessages { get; init; } = true;

    public int Code { get; private set; }

    /// <summary>A joined room is lost: no more messages arrive from it.</summary>
    public Task RoomGone => _roomGone.Task;

    public void Tell(ConsoleEvent entry)
    {
        Code = Math.Max(Code, entry switch
        {
            ConsoleEvent.Mistake => ExitCodes.Usage,
            ConsoleEvent.Refused or ConsoleEvent.Lost or ConsoleEvent.Removed => ExitCodes.NotAcknowledged,
            _ => ExitCodes.Ok,
        });
        if (entry is ConsoleEvent.Lost or ConsoleEvent.Removed)
            _roomGone.TrySetResult();
        if (entry is not ConsoleEvent.Said said)
        {
            inner.Tell(entry);
        }
        else if (said.IsHistory)
        {
            inner.Tell(said);
        }
        else if (ShowsMessages && !goal.Reached.IsCompleted)
        {
            inner.Tell(said);
            goal.Saw(said.Message);
        }
    }
}
