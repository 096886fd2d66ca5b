using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Scripts;
using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Talk;

namespace SignalRChat.ClientConsole;

/// <summary>The parts of every non-interactive run.</summary>
internal sealed class ScriptParts : IAsyncDisposable
{
    private readonly SessionParts _parts;

    public ScriptParts(ConsoleSettings settings, bool showsMessages, TimeProvider time)
    {
        var words = new MessageLines(time);
        var goal = new Goal(settings.Wait);
        IEventOutput text = new TextEvents(new PlainTranscript(Console.Out, Console.Error), words);
        IEventOutput diagnostics = new TextEvents(new PlainTranscript(Console.Error, Console.Error), words);
        var output = new ScriptOutput(settings.IsJson ? new JsonEvents(Console.Out, diagnostics) : text, goal)
        {
            ShowsMessages = showsMessages,
        };
        RoomGone = output.RoomGone;
        _parts = new(settings, output, diagnostics, isPatient: true, showsSnapshots: false, time);
        Run = new(_parts.Session, _parts.Conversation, output, goal, time);
        Lines = new(Run, _parts.Conversation, output, goal, ByteOrderMark.StandardInput());
        Commands = new(_parts.Session, _parts.Conversation, output, time)
        {
            Say = Run.SayAsync,
            Quit = Lines.Quit,
            Status = _parts.StatusAsync,
        };
        if (settings.IsVerbose)
            _parts.Measure(CancellationToken.None);
    }

    public Task RoomGone { get; }

    public ScriptRun Run { get; }

    public PipedLines Lines { get; }

    public CommandRunner Commands { get; }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}
