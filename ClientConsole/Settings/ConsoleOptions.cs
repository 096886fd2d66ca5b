using System.CommandLine;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>
/// The options of every way to run the console. Options that a file may also set are read as text, and validated from every
/// source.
/// </summary>
internal sealed class ConsoleOptions
{
    private readonly Option<string?>[] _texts =
    [
        Text("--url", "ADDRESS", "The server's address. CHAT_URL in the environment. [default: http://127.0.0.1:5000]", "-u"),
        Text("--token", "TOKEN", "A bearer token; without it a guest's is asked for. CHAT_TOKEN in the environment, where other users cannot read it."),
        Text("--name", "NAME", "The guest's name. [default: that of the user at this machine]", "-n"),
        Text("--room", "ROOM", "The room to join first. [default: lobby]", "-r"),
        Text("--protocol", "json|messagepack", "The form on the wire. [default: json]"),
        Text("--transport", "auto|websockets|server-sent-events|long-polling", "What carries the connection. auto takes the best the server offers. [default: auto]"),
        Text("--output", "text|json", "json prints one event a line on standard output. [default: text]"),
        Text("--connect-timeout", "SECONDS", "Give up without a connection for this long; a person at a terminal never does. [default: 10]"),
    ];

    private readonly Option<bool>[] _flags =
    [
        Flag("--fresh", "Come as a new guest, for this run only, and not as the one kept from earlier runs."),
        Flag("--no-color", "No colours; so does NO_COLOR in the environment."),
        Flag("--verbose", "Print on standard error what tells of the connection: times, reasons, cursors.", "-v"),
    ];

    public IEnumerable<Option> All => [.. _texts, .. _flags];

    /// <summary>The typed value of an option; null if it was not typed.</summary>
    public string? Typed(ParseResult parsed, string name)
    {
        if (_texts.FirstOrDefault(option => option.Name == name) is { } text)
            return parsed.GetValue(text);
        return parsed.GetValue(_flags.First(option => option.Name == name)) ? "true" : null;
    }

    // Without a value: "--verbose true story" is a text of two words.
    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero, Recursive = true };

    private static Option<string?> Text(string name, string form, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = form, Recursive = true };
}
