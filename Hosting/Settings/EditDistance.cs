namespace SignalRChat.Hosting.Settings;

/// <summary>
/// How many slips lead from one name to another: a letter too many, too few, another one, or two that changed places (Damerau and
/// Levenshtein's distance in its restricted form). Case does not count.
/// </summary>
internal static class EditDistance
{
    public static int Of(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
                rows[i, j] = i == 0 || j == 0 ? i + j : Step(rows, left, right, i, j);
        }
        return rows[left.Length, right.Length];
    }

    private static int Step(int[,] rows, string left, string right, int i, int j)
    {
        var other = rows[i - 1, j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1);
        var least = Math.Min(other, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]);
        return swapped ? Math.Min(least, rows[i - 2, j - 2] + 1) : least;
    }

    private static bool IsSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
