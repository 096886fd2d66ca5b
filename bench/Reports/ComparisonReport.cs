namespace SignalRChat.Bench.Reports;

/// <summary>Comparisons for a reader: medians of both sides and of their ratio, and how far the ratio of a single round went.</summary>
internal static class ComparisonReport
{
    public static void Write(TextWriter output, IReadOnlyCollection<Comparison> comparisons)
    {
        var names = comparisons.First();
        Table.Write(
            output,
            ["figure", names.FirstName, names.SecondName, "ratio", "lowest", "highest"],
            [.. comparisons.Select(Row)]);
    }

    private static string[] Row(Comparison comparison) =>
    [
        comparison.Figure,
        $"{comparison.First:0.##} {comparison.Unit}",
        $"{comparison.Second:0.##} {comparison.Unit}",
        $"{comparison.Ratio:0.00}",
        $"{comparison.LowestRatio:0.00}",
        $"{comparison.HighestRatio:0.00}",
    ];
}
