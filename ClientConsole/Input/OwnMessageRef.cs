namespace SignalRChat.ClientConsole.Input;

/// <summary>The own message that a command refers to: <c>^2 text</c> is the second last, no mark the last.</summary>
internal readonly record struct OwnMessageRef(int FromEnd, string Rest)
{
    public static OwnMessageRef Parse(string arguments)
    {
        if (!arguments.StartsWith('^'))
            return new(1, arguments);
        var space = arguments.IndexOf(' ', StringComparison.Ordinal);
        var digits = space < 0 ? arguments[1..] : arguments[1..space];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new(place, space < 0 ? "" : arguments[(space + 1)..].TrimStart())
            : new(1, arguments);
    }
}
