using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Talk;

namespace SignalRChat.ClientConsole.Scripts;

/// <summary>Processes the lines of a pipe or a file: it sends or runs each line, and waits for its outcome before the next.</summary>
internal sealed class PipedLines(ScriptRun run, Conversation conversation, IEventOutput output, Goal goal, TextReader input)
{
    private bool _quit;

    public void Quit() => _quit = true;

    public Task RunAsync(CommandRunner commands, CancellationToken cancellationToken) =>
        EachAsync(line => DoAsync(commands, InputLine.Parse(line), cancellationToken), cancellationToken);

    /// <summary>Sends each line as it is, commands or not.</summary>
    public Task SendAsync(CancellationToken cancellationToken) => EachAsync(
        line => string.IsNullOrWhiteSpace(line)
            ? Task.CompletedTask
            : run.SayAsync(conversation.Room, new() { Text = line.TrimEnd() }, cancellationToken),
        cancellationToken);

    private async Task EachAsync(Func<string, Task> act, CancellationToken cancellationToken)
    {
        while (!_quit && await ReadAsync(cancellationToken) is { } line)
        {
            try
            {
                await act(line);
            }
            catch (ChatRefusedException e)
            {
                output.Tell(new ConsoleEvent.Refused(e.Code, e.Message));
            }
        }
    }

    /// <summary>A read of standard input cannot be cancelled, so it is abandoned when the goal is reached.</summary>
    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = Task.Run(input.ReadLine, CancellationToken.None);
        await Task.WhenAny(read, goal.Reached).WaitAsync(cancellationToken);
        return read.IsCompleted ? await read : null;
    }

    private Task DoAsync(CommandRunner commands, InputLine line, CancellationToken cancellationToken)
    {
        switch (line)
        {
            case InputLine.Say say:
                return run.SayAsync(conversation.Room, new() { Text = say.Text }, cancellationToken);
            case InputLine.Command command:
                return CommandAsync(commands, command, cancellationToken);
            case InputLine.Unknown unknown:
                output.Tell(new ConsoleEvent.Mistake(unknown.Sentence));
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    /// <summary>The sent messages are printed before the command's answer, and before the user leaves the room.</summary>
    private async Task CommandAsync(CommandRunner commands, InputLine.Command command, CancellationToken cancellationToken)
    {
        await run.DrainAsync(cancellationToken);
        await commands.RunAsync(command, cancellationToken);
    }
}
