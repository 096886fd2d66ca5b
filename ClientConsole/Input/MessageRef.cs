namespace SignalRChat.ClientConsole.Input;

/// <summary>
/// The message that a command refers to: <c>^2 text</c> is the second last, <c>id:</c> and a message id that one, no mark the last.
/// </summary>
internal readonly record struct MessageRef(int FromEnd, string Rest, string? Id = null)
{
    private const string ById = "id:";

    public static MessageRef Parse(string arguments)
    {
        var space = arguments.IndexOf(' ', StringComparison.Ordinal);
        var word = space < 0 ? arguments : arguments[..space];
        var rest = space < 0 ? "" : arguments[(space + 1)..].TrimStart();
        if (word.StartsWith(ById, StringComparison.Ordinal) && Guid.TryParseExact(word.AsSpan(ById.Length), "D", out _))
            return new(0, rest, word[ById.Length..]);
        return word.StartsWith('^') && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new(place, rest)
            : new(1, arguments);
    }
}
