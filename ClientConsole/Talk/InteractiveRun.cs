using System.Runtime.InteropServices;
using System.Threading.Channels;
using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Editing;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Settings;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>
/// A conversation with a user at a terminal. A separate thread reads the keys, the lines run one after the other, and neither
/// waits for the network.
/// </summary>
internal sealed class InteractiveRun(
    ConsoleSession session, Conversation conversation, Screen screen, IEventOutput output, TimeProvider time)
{
    private static readonly TimeSpan _parting = TimeSpan.FromSeconds(2);

    private readonly Channel<InputLine> _entered = Channel.CreateUnbounded<InputLine>();
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LineEditor _editor = new(new Completer(() => conversation.Names.Rooms, () => conversation.Names.People).Complete);
    private CancellationToken _stop;
    private Task _said = Task.CompletedTask;

    /// <summary>Runs the commands; <see cref="Say"/> and <see cref="Quit"/> are here.</summary>
    public required Func<InteractiveRun, CommandRunner> Commands { private get; init; }

    public async Task<int> RunAsync(ConsoleSettings settings, Func<ConsoleKeyInfo> readKey, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupted = cancellationToken.Register(() => _ended.TrySetResult(ExitCodes.Interrupted));
        using var resized = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => screen.SetPrompt(conversation.Prompt));
        _stop = stop.Token;
        conversation.Changed = () => screen.SetPrompt(conversation.Prompt);
        session.Listen(client => client.ConnectionChanged += OnConnectionAsync);
        var commands = Commands(this);
        new Thread(() => ReadKeys(commands, readKey)) { IsBackground = true, Name = "keys" }.Start();
        var work = WorkAsync(commands, settings);

        var code = await _ended.Task;
        if (code == ExitCodes.Ok)
            code = await PartAsync(work);
        screen.Close();
        await stop.CancelAsync();
        return code;
    }

    public void Quit() => _ended.TrySetResult(ExitCodes.Ok);

    /// <summary>
    /// Only starts the send: the user can type the next line while this one waits for its answer. The client keeps the order.
    /// </summary>
    public Task Say(string room, OutgoingMessage message)
    {
        _said = TryAsync(async () =>
        {
            var sent = session.SendAsync(room, message with { MessageId = session.NewMessageId() }, CancellationToken.None);
            screen.SetPrompt(conversation.Prompt);
            var acked = await sent;
            conversation.Stored(room, acked);
            screen.SetPrompt(conversation.Prompt);
        });
        return Task.CompletedTask;
    }

    private void ReadKeys(CommandRunner commands, Func<ConsoleKeyInfo> readKey)
    {
        while (!_ended.Task.IsCompleted)
            Press(commands, readKey());
    }

    private void Press(CommandRunner commands, ConsoleKeyInfo key)
    {
        var result = _editor.Press(key);
        if (result.Event == EditorEvent.Nothing)
            return;

        screen.SetLine(_editor.Text, _editor.BeforeCursor);
        switch (result.Event)
        {
            case EditorEvent.Entered: Enter(commands, InputLine.Parse(result.Line)); break;
            case EditorEvent.ClearScreen: screen.Clear(); break;
            case EditorEvent.Choices: screen.State(MessageLines.Escaped(result.Line)); break;
            case EditorEvent.Interrupted: screen.State("-- Ctrl+C once more quits"); break;
            case EditorEvent.EndOfInput: Quit(); break;
            case EditorEvent.Quit: _ended.TrySetResult(ExitCodes.Interrupted); break;
        }
    }

    /// <summary>
    /// A command about the connection, or one that ends the run, does not wait behind lines that wait for the connection.
    /// </summary>
    private void Enter(CommandRunner commands, InputLine line)
    {
        if (line is InputLine.Command command && Input.Commands.IsAtOnce(command.Name))
            _ = TryAsync(() => commands.RunAsync(command, _stop));
        else
            _entered.Writer.TryWrite(line);
    }

    private async Task WorkAsync(CommandRunner commands, ConsoleSettings settings)
    {
        await TryAsync(async () =>
        {
            await session.ConnectAsync(_stop);
            await commands.JoinAsync(settings.Room, settings.After, _stop);
        });
        await foreach (var line in _entered.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (line is InputLine.Command command && Input.Commands.LooksBack(command.Name))
                await _said;
            await TryAsync(() => DoAsync(commands, line));
            if (_ended.Task.IsCompleted && _entered.Reader.Count == 0)
                return;
        }
    }

    private Task DoAsync(CommandRunner commands, InputLine line)
    {
        switch (line)
        {
            case InputLine.Say say:
                return Say(conversation.Room, new() { Text = say.Text });
            case InputLine.Command command:
                return commands.RunAsync(command, _stop);
            case InputLine.Unknown unknown:
                output.Tell(new ConsoleEvent.Mistake(unknown.Sentence));
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception) when (_ended.Task.IsCompleted)
        {
            // The number of unanswered lines is reported at the end.
        }
        catch (ChatRefusedException e)
        {
            output.Tell(new ConsoleEvent.Refused(e.Code, e.Message));
        }
        catch (Exception e) when (e is ChatDisconnectedException or ChatOutboxFullException)
        {
            output.Tell(new ConsoleEvent.Refused(null, e.Message));
        }
        catch (Exception e) when (e is OperationCanceledException or ChatAuthenticationException)
        {
            // The run is ending, or the conversation reported it.
        }
    }

    /// <summary>Lines typed before the end are still sent, if that is quick.</summary>
    private async Task<int> PartAsync(Task work)
    {
        _entered.Writer.TryComplete();
        using var deadline = new CancellationTokenSource(_parting, time);
        try
        {
            await work.WaitAsync(deadline.Token);
            while (session.PendingCount > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, deadline.Token);
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException)
        {
            var unsent = session.PendingCount + _entered.Reader.Count;
            if (unsent == 0)
                return ExitCodes.Ok;
            output.Tell(new ConsoleEvent.Refused(null, $"{unsent} not acknowledged"));
            return ExitCodes.NotAcknowledged;
        }
    }

    private Task OnConnectionAsync(ChatConnectionChange change)
    {
        if (change.State == ChatConnectionState.Closed)
            _ended.TrySetResult(change.Error is ChatAuthenticationException ? ExitCodes.AuthenticationRefused : ExitCodes.ConnectionLost);
        return Task.CompletedTask;
    }
}
