using System.CommandLine;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>
/// The options of every way to run the console. Options that a file may also set are read as text, and validated from every source.
/// </summary>
internal sealed class ConsoleOptions
{
    private readonly Option<string?>[] _texts =
    [
        Text("--url", "ADDRESS", "The server's address. CHAT_URL in the environment. [default: http://127.0.0.1:5000]", "-u"),
        Text("--token", "TOKEN", "A bearer token; without it, the console gets a guest token. CHAT_TOKEN in the environment, where other "
            + "users cannot read it."),
        Text("--name", "NAME", "The guest's name. [default: the user's name on this machine]", "-n"),
        Text("--room", "ROOM", "The room to join first. [default: lobby]", "-r"),
        Text("--protocol", "json|messagepack", "The wire format. [default: json]"),
        Text("--transport", "auto|websockets|server-sent-events|long-polling", "The transport. auto uses the best one that the server "
            + "offers. [default: auto]"),
        Text("--output", "text|json", "json prints one event a line on standard output. [default: text]"),
        Text("--connect-timeout", "SECONDS", "Give up after this long without a connection; a terminal never gives up. [default: 10]"),
    ];

    private readonly Option<bool>[] _flags =
    [
        Flag("--fresh", "Use a new guest for this run only, instead of the saved one."),
        Flag("--no-color", "Disables colours, as NO_COLOR in the environment does."),
        Flag("--verbose", "Print details of the connection on standard error: times, reasons, cursors.", "-v"),
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
