using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Trials;

/// <summary>The result of a run.</summary>
internal sealed record TrialResult(
    string Name, int Seed, Case Run, IReadOnlyList<Violation> Violations, IReadOnlyDictionary<Check, int> Looked, Figures Figures)
{
    /// <summary>Why the run was aborted; null if it completed.</summary>
    public string? Broken { get; init; }

    public static TrialResult Of(KeptTrial kept, IReadOnlyList<HistoryRecord> history)
    {
        var run = new Case(history, kept.Truth, kept.Setup);
        return new TrialResult(kept.Name, kept.Seed, run, Judge.Find(run), Judge.Looked(run), Figures.Of(run)) { Broken = kept.Broken };
    }

    public int Count(Check check) => Violations.Count(violation => violation.Check == check);
}
