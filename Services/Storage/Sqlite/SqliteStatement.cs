using System.Text.RegularExpressions;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>One SQL text. Its values are given in the order in which its parameters first appear in it.</summary>
internal sealed partial class SqliteStatement(string text)
{
    public string Text { get; } = text;

    public string[] Parameters { get; } = [.. Parameter().Matches(text).Select(match => match.Value).Distinct()];

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Parameter();
}
