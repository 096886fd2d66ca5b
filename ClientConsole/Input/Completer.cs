using SignalRChat.Contracts;

namespace SignalRChat.ClientConsole.Input;

/// <summary>
/// What a Tab could mean for the word before the cursor: a command, a room where one is expected or begun with #, somebody where
/// one is expected or after @, a role.
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
            return Matching(people().Where(name => !name.Contains(' ', StringComparison.Ordinal)).Select(name => $"@{name}"), word, StringComparison.OrdinalIgnoreCase);
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
            Commands.Role when !isFirst => Matching([RoomRoles.Owner, RoomRoles.Moderator, RoomRoles.Member], word, StringComparison.OrdinalIgnoreCase),
            _ => [],
        };
    }

    private static string[] Matching(IEnumerable<string> names, string begun, StringComparison comparison) =>
        names.Where(name => NameForm.IsBeginning(begun, name, comparison)).Distinct().Order(StringComparer.Ordinal).ToArray();
}

/// <param name="Start">Where the word begins.</param>
/// <param name="Word">What is typed of it.</param>
/// <param name="Candidates">What it could become.</param>
internal sealed record Completion(int Start, string Word, IReadOnlyList<string> Candidates)
{
    /// <summary>What to put in the place of the word: all that is certain, with a space once there is nothing to choose.</summary>
    public string Certain => Candidates switch
    {
        [] => Word,
        [var only] => only + " ",
        _ => Longest(CommonPrefix(Candidates), Word),
    };

    // Candidates may differ from the word in case only: nothing typed is ever taken away.
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
