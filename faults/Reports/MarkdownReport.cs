using System.Globalization;
using SignalRChat.Faults.Trials;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Reports;

/// <summary>
/// The report of a run for a reader: the guarantees, the faults, the traffic, and how long the effects of each fault lasted.
/// </summary>
internal static class MarkdownReport
{
    private const int MostSentences = 20;

    public static void Write(TextWriter output, TrialResult result)
    {
        output.WriteLine($"## {result.Name}: seed {result.Seed}, {result.Run.End / 1_000_000} s, {result.Run.Windows.Count} faults");
        output.WriteLine();
        WriteFigures(output, result.Figures);
        WritePromises(output, result);
        WriteIsolation(output, result.Run);
        WriteInstead(output, result.Run);
        WriteCauses(output, result.Figures);
        WriteViolations(output, result);
    }

    private static void WriteFigures(TextWriter output, Figures figures) => output.WriteLine(
        Text($"{figures.Sent} changes sent, {figures.Acknowledged} acknowledged, {figures.RefusedForGood} refused for good; ")
        + Text($"{figures.Received} messages received, {figures.CaughtUp} of them by catching up; {figures.Connections} connections. ")
        + Text($"The machine stood still for {figures.StoodStill.TotalSeconds:0.0} s in all.{Disk(figures)}\n"));

    private static string Disk(Figures figures) => figures.DiskStoodStill.Length == 0
        ? ""
        : Text($" Its disk took more than 250 ms for a byte {figures.DiskStoodStill.Length} times, ")
            + Text($"the longest {figures.DiskStoodStill.Max().TotalMilliseconds:0} ms, which excuses nothing.");

    private static void WritePromises(TextWriter output, TrialResult result)
    {
        output.WriteLine("| promise | held by | found |");
        output.WriteLine("|---|---|---:|");
        foreach (var promise in Promise.All)
        {
            var found = string.Join(
                ", ", promise.Checks.Select(check => $"{result.Count(check)} {Words.Of(check)} of {result.Looked[check]}"));
            output.WriteLine($"| {promise.Name} | {promise.Sentence} | {found} |");
        }
        output.WriteLine();
    }

    private static void WriteIsolation(TextWriter output, Case run)
    {
        if (Isolation.Of(run) is { } isolation)
        {
            output.WriteLine(
                Text($"While one writes the longest texts, the 99th percentile of deliveries is {isolation.Without:0} ms, ")
                + Text($"and {isolation.With:0} ms with three who do not read.\n"));
        }
    }

    /// <summary>The faults that this machine cannot produce, so that the reader does not count them as survived.</summary>
    private static void WriteInstead(TextWriter output, Case run)
    {
        var played = run.History.OfType<FaultBegan>().Where(began => began.Instead is not null)
            .GroupBy(began => (began.Name, began.Instead)).ToArray();
        if (played.Length == 0)
            return;
        foreach (var same in played)
            output.WriteLine(Text($"- {same.Key.Name}, {same.Count()} times: {same.Key.Instead}"));
        output.WriteLine();
    }

    private static void WriteCauses(TextWriter output, Figures figures)
    {
        output.WriteLine(
            "| fault | times | sends | send to ack p50 / p99 / max | send to receipt p50 / p99 / max "
            + "| all well again after: median / longest |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (var cause in figures.Causes)
        {
            var repairs = cause.Repairs.Count == 0 ? "" : Text($"{Spread.Of(cause.Repairs).P50:0} / {cause.Repairs.Max():0} ms");
            output.WriteLine(Text(
                $"| {cause.Name} | {cause.Times} | {cause.Sends.Count} | {Of(cause.Sends)} | {Of(cause.Deliveries)} | {repairs} |"));
        }
        output.WriteLine();
    }

    private static void WriteViolations(TextWriter output, TrialResult result)
    {
        foreach (var violation in result.Violations.Take(MostSentences))
            output.WriteLine($"- {Words.Of(violation.Check)}: {violation.Sentence}");
        if (result.Violations.Count > MostSentences)
            output.WriteLine($"- and {result.Violations.Count - MostSentences} more");
    }

    private static string Of(Spread spread) => spread.Count == 0 ? "" : Text($"{spread.P50:0} / {spread.P99:0} / {spread.Max:0} ms");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
