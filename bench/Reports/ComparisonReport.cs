namespace SignalRChat.Bench.Reports;

/// <summary>
/// Comparisons for a reader: the medians of both sides and of their ratio, and the range of the ratios of single rounds.
/// </summary>
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
