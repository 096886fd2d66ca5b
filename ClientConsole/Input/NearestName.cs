namespace SignalRChat.ClientConsole.Input;

/// <summary>Finds the name that the user may have meant.</summary>
internal static class NearestName
{
    public static string Of(string typed, IEnumerable<string> names) => names
        .OrderByDescending(name => typed.Length > 0 && name.StartsWith(typed, StringComparison.Ordinal))
        .ThenBy(name => Distance(typed, name))
        .First();

    /// <summary>Returns the Levenshtein distance: how many characters to insert, drop or change.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
