using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Scripts;

/// <summary>Passes events on, counts messages towards the goal, and remembers what the exit code has to tell of.</summary>
internal sealed class ScriptOutput(IEventOutput inner, Goal goal) : IEventOutput
{
    private readonly TaskCompletionSource _roomGone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the messages of the room are told at all.</summary>
    public bool ShowsMessages { get; init; } = true;

    public int Code { get; private set; }

    /// <summary>A room that was joined is lost: nothing more will come from there.</summary>
    public Task RoomGone => _roomGone.Task;

    public void Tell(ConsoleEvent told)
    {
        Code = Math.Max(Code, told switch
        {
            ConsoleEvent.Mistake => ExitCodes.Usage,
            ConsoleEvent.Refused or ConsoleEvent.Lost or ConsoleEvent.Removed => ExitCodes.NotAcknowledged,
            _ => ExitCodes.Ok,
        });
        if (told is ConsoleEvent.Lost or ConsoleEvent.Removed)
            _roomGone.TrySetResult();
        if (told is not ConsoleEvent.Said said)
        {
            inner.Tell(told);
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
