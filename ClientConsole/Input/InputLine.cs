namespace SignalRChat.ClientConsole.Input;

/// <summary>A parsed line: empty, a text, or a command. A line that begins with a slash is never sent as text by accident.</summary>
internal abstract record InputLine
{
    public sealed record Nothing : InputLine;

    public sealed record Say(string Text) : InputLine;

    public sealed record Command(string Name, string Arguments) : InputLine;

    public sealed record Unknown(string Name, string Nearest) : InputLine
    {
        public string Sentence => $"Unknown command /{Name}. Did you mean /{Nearest}? Nothing was sent.";
    }

    public static InputLine Parse(string line)
    {
        // Also in the middle of an input, which may consist of several files.
        var text = ByteOrderMark.Drop(line).TrimEnd();
        if (string.IsNullOrWhiteSpace(text))
            return new Nothing();
        if (!text.StartsWith('/'))
            return new Say(text);
        if (text.StartsWith("//", StringComparison.Ordinal))
            return new Say(text[1..]);

        var space = text.IndexOf(' ');
        var name = (space < 0 ? text[1..] : text[1..space]).ToLowerInvariant();
        var arguments = space < 0 ? "" : text[(space + 1)..].Trim();
        return Commands.All.Any(command => command.Name == name)
            ? new Command(name, arguments)
            : new Unknown(
                name, Commands.Elsewhere.GetValueOrDefault(name) ?? NearestName.Of(name, Commands.All.Select(command => command.Name)));
    }
}
