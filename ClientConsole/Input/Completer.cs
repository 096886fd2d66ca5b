namespace SignalRChat.ClientConsole.Input;

/// <summary>
/// The Tab candidates for the word before the cursor: a command, a room (if one is expected, or after #), a user (if one is
/// expected, or after @), or a role.
/// </summary>
internal sealed class Completer(Func<IEnumerable<string>> rooms, Func<IEnumerable<string>> people)
{
    public Completion Complete(string beforeCursor)
    {
        var start = beforeCursor.LastIndexOf(' ') + 1;
        var word = beforeCursor[start..];
        return new(start, word, Candidates(beforeCursor[..start], word));
    }

    private string[] Candidates(string before, string word)
    {
        if (before.Length == 0 && word.StartsWith('/') && !word.StartsWith("//", StringComparison.Ordinal))
            return Matching(Commands.All.Select(command => $"/{command.Name}"), word, StringComparison.OrdinalIgnoreCase);
        if (word.StartsWith('@'))
        {
            var names = people().Where(name => !name.Contains(' ', StringComparison.Ordinal)).Select(name => $"@{name}");
            return Matching(names, word, StringComparison.OrdinalIgnoreCase);
        }
        if (word.StartsWith('#'))
            return Matching(rooms().Select(room => $"#{room}"), word, StringComparison.Ordinal);
        return before.StartsWith('/') ? Arguments(before, word) : [];
    }

    private string[] Arguments(string before, string word)
    {
        var space = before.IndexOf(' ', StringComparison.Ordinal);
        var isFirst = space == before.Length - 1;
        return before[1..space].ToLowerInvariant() switch
        {
            var command when isFirst && Commands.TakesRoom(command) => Matching(rooms(), word, StringComparison.Ordinal),
            var command when isFirst && Commands.TakesPerson(command) => Matching(people(), word, StringComparison.OrdinalIgnoreCase),
            Commands.Role when !isFirst =>
                Matching([RoomRoles.Owner, RoomRoles.Moderator, RoomRoles.Member], word, StringComparison.OrdinalIgnoreCase),
            _ => [],
        };
    }

    private static string[] Matching(IEnumerable<string> names, string begun, StringComparison comparison) =>
        names.Where(name => NameForm.IsBeginning(begun, name, comparison)).Distinct().Order(StringComparer.Ordinal).ToArray();
}

/// <param name="Start">The start of the word.</param>
/// <param name="Word">The typed part of it.</param>
/// <param name="Candidates">The possible words.</param>
internal sealed record Completion(int Start, string Word, IReadOnlyList<string> Candidates)
{
    /// <summary>The replacement of the word: its certain part, with a space if only one candidate is left.</summary>
    public string Certain => Candidates switch
    {
        [] => Word,
        [var only] => only + " ",
        _ => Longest(CommonPrefix(Candidates), Word),
    };

    // Candidates may differ from the word only in case: completion never removes typed characters.
    private static string Longest(string common, string word) => common.Length > word.Length ? common : word;

    private static string CommonPrefix(IReadOnlyList<string> names)
    {
        var length = names.Min(name => name.Length);
        for (var i = 0; i < length; i++)
        {
            if (names.Any(name => char.ToLowerInvariant(name[i]) != char.ToLowerInvariant(names[0][i])))
                return names[0][..i];
        }

        return names[0][..length];
    }
}
