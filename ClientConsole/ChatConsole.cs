using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Soak;
using SignalRChat.ClientConsole.Talk;
using Spectre.Console;

namespace SignalRChat.ClientConsole;

/// <summary>Builds the parts of each run, depending on the settings and the terminal.</summary>
internal sealed class ChatConsole(TimeProvider time) : IConsoleRuns
{
    public Task<int> TalkAsync(ConsoleSettings settings, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected || settings.IsJson)
            return LinesAsync(settings, cancellationToken);
        if (settings.Wait.IsAsked)
            throw new UsageException("--wait-for and --count are for scripts; expected piped input, or send or tail.");
        return AtTerminalAsync(settings, cancellationToken);
    }

    public async Task<int> SendAsync(ConsoleSettings settings, string? text, CancellationToken cancellationToken)
    {
        await using var parts = new ScriptParts(settings, settings.Wait.IsAsked, time);
        return await parts.Run.RunAsync(settings, async cancel =>
        {
            await parts.Commands.JoinAsync(settings.Room, null, cancel);
            await (text is not null ? parts.Run.SayAsync(settings.Room, new() { Text = text }, cancel) : parts.Lines.SendAsync(cancel));
        }, cancellationToken);
    }

    public async Task<int> TailAsync(ConsoleSettings settings, IReadOnlyList<string> rooms, CancellationToken cancellationToken)
    {
        var names = rooms.Count == 0 ? [settings.Room] : rooms.Select(room => room.TrimStart('#')).Distinct().ToArray();
        await using var parts = new ScriptParts(settings with { Room = names.Length == 1 ? names[0] : "" }, showsMessages: true, time);
        return await parts.Run.RunAsync(settings, async cancel =>
        {
            foreach (var room in names)
                await parts.Commands.JoinAsync(room, settings.After, cancel, moves: false);
            if (!settings.Wait.IsAsked)
                await parts.RoomGone.WaitAsync(cancel);
        }, cancellationToken);
    }

    public Task<int> SoakAsync(ConsoleSettings settings, SoakPlan plan, CancellationToken cancellationToken) =>
        new SoakRun(settings, plan, time).RunAsync(cancellationToken);

    private async Task<int> LinesAsync(ConsoleSettings settings, CancellationToken cancellationToken)
    {
        await using var parts = new ScriptParts(settings, showsMessages: true, time);
        return await parts.Run.RunAsync(settings, async cancel =>
        {
            await parts.Commands.JoinAsync(settings.Room, settings.After, cancel);
            await parts.Lines.RunAsync(parts.Commands, cancel);
        }, cancellationToken);
    }

    private async Task<int> AtTerminalAsync(ConsoleSettings settings, CancellationToken cancellationToken)
    {
        var screen = NewScreen(settings);
        var output = new TextEvents(screen, new MessageLines(time));
        var diagnostics = Console.IsErrorRedirected
            ? new TextEvents(new PlainTranscript(Console.Error, Console.Error), new MessageLines(time))
            : output;
        await using var parts = new SessionParts(settings, output, diagnostics, isPatient: false, showsSnapshots: true, time);
        var run = new InteractiveRun(parts.Session, parts.Conversation, screen, output, time)
        {
            Commands = run => new(parts.Session, parts.Conversation, output, time)
            {
                Say = (room, message, _) => run.Say(room, message),
                Quit = run.Quit,
                Status = parts.StatusAsync,
            },
        };
        parts.Meter.Measured += () => screen.SetPrompt(parts.Conversation.Prompt);
        parts.Measure(cancellationToken);
        Console.TreatControlCAsInput = true;
        return await run.RunAsync(settings, () => Console.ReadKey(intercept: true), cancellationToken);
    }

    private static Screen NewScreen(ConsoleSettings settings) => new(
        AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = settings.NoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        }),
        () => TerminalWidth.Now);
}
