namespace SignalRChat.Bench.Reports;

/// <summary>
/// Columns of the necessary width, the first left-aligned, figures right-aligned. The output is Markdown, so that it can be
/// copied into the docs.
/// </summary>
internal static class Table
{
    public static void Write(TextWriter output, string[] head, IReadOnlyCollection<string[]> rows)
    {
        var widths = head.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Append(2).Max()).ToArray();
        Line(output, head, widths);
        var rules = widths.Select((width, column) => column == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":");
        output.WriteLine($"|{string.Join('|', rules)}|");
        foreach (var row in rows)
            Line(output, row, widths);
    }

    private static void Line(TextWriter output, string[] cells, int[] widths)
    {
        var padded = cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
        output.WriteLine($"| {string.Join(" | ", padded)} |");
    }
}
