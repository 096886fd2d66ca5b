using SignalRChat.Faults.Reports;
using SignalRChat.Faults.Trials;
using SignalRChat.Testing.Oracle;
using SignalRChat.Testing.Oracle.Checks;

namespace SignalRChat.Faults.Commands;

/// <summary>Writes the report and the pictures, and prints the result in one line.</summary>
internal static class Conclusion
{
    /// <summary>
    /// Returns the exit code. Violations of timing are always printed. They count for the exit code only if the machine runs nothing else.
    /// </summary>
    public static int Tell(IReadOnlyList<TrialResult> results, string folder, bool countsTime = true)
    {
        Directory.CreateDirectory(folder);
        using var report = new StringWriter();
        report.WriteLine("# Fault run");
        report.WriteLine();
        foreach (var (index, result) in results.Index())
        {
            MarkdownReport.Write(report, result);
            var before = results.Take(index).Count(other => other.Name == result.Name);
            var picture = before == 0 ? $"{result.Name}.svg" : $"{result.Name}-{before + 1}.svg";
            File.WriteAllText(Path.Combine(folder, picture), TimeLine.Draw(result.Run));
            report.WriteLine($"![deliveries around each fault]({picture})");
            report.WriteLine();
        }
        File.WriteAllText(Path.Combine(folder, "report.md"), report.ToString());
        Console.WriteLine(report.ToString());
        foreach (var result in results.Where(result => result.Broken is not null))
            Console.WriteLine($"{result.Name} broke off: {result.Broken}");
        var ofTime = countsTime ? 0 : results.Sum(result => result.Violations.Count(violation => violation.Check.IsOfTime()));
        var found = results.Sum(result => result.Violations.Count) - ofTime;
        // Counted over all parts of the run together, because one node has no Redis to lose.
        var looked = Enum.GetValues<Check>().ToDictionary(check => check, check => results.Sum(result => (long)result.Looked[check]));
        Console.WriteLine($"looked at: {string.Join(", ", looked.Select(of => $"{Words.Of(of.Key)} {of.Value}"))}");
        var parts = results.SelectMany(result => IntruderCheck.Parts(result.Run)).GroupBy(part => part.Name, part => part.Count);
        Console.WriteLine($"looked for intruders at: {string.Join(", ", parts.Select(part => $"{part.Key} {part.Sum()}"))}");
        if (ofTime > 0)
            Console.WriteLine($"{ofTime} violations in time, which are not counted");
        var seeds = string.Join(", ", results.Select(result => result.Seed).Distinct());
        Console.WriteLine($"{found} violations, seed {seeds}, {Path.Combine(folder, "report.md")}");
        return found == 0 && results.All(result => result.Broken is null) ? 0 : 1;
    }
}
