using SignalRChat.Client;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Talk;

namespace SignalRChat.ClientConsole.Scripts;

/// <summary>Works through lines from a pipe or a file: each is sent or run, and waits for its outcome before the next.</summary>
internal sealed class PipedLines(ScriptRun run, Conversation conversation, IEventOutput output, Goal goal, TextReader input)
{
    private bool _quit;

    public void Quit() => _quit = true;

    public Task RunAsync(CommandRunner commands, CancellationToken cancellationToken) =>
        EachAsync(line => DoAsync(commands, InputLine.Parse(line), cancellationToken), cancellationToken);

    /// <summary>Sends each line as it is, commands or not.</summary>
    public Task SendAsync(CancellationToken cancellationToken) => EachAsync(
        line => string.IsNullOrWhiteSpace(line) ? Task.CompletedTask : run.SayAsync(conversation.Room, line.TrimEnd(), cancellationToken), cancellationToken);

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

    /// <summary>A read of the standard input cannot be interrupted, so it is left behind when what was waited for has come.</summary>
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
                return run.SayAsync(conversation.Room, say.Text, cancellationToken);
            case InputLine.Command command:
                return CommandAsync(commands, command, cancellationToken);
            case InputLine.Unknown unknown:
                output.Tell(new ConsoleEvent.Mistake(unknown.Sentence));
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    /// <summary>What was said before is printed before the command's answer, and before the room is left.</summary>
    private async Task CommandAsync(CommandRunner commands, InputLine.Command command, CancellationToken cancellationToken)
    {
        await run.DrainAsync(cancellationToken);
        await commands.RunAsync(command, cancellationToken);
    }
}
