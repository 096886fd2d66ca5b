using SignalRChat.Faults.Oracle;

namespace SignalRChat.Faults.Trials;

/// <summary>What a run came to.</summary>
internal sealed record TrialResult(TrialPlan Plan, Case Run, IReadOnlyList<Violation> Violations, IReadOnlyDictionary<Check, int> Looked, Figures Figures)
{
    /// <summary>Why it broke off; none when it came to its end.</summary>
    public Exception? Broken { get; init; }

    public int Count(Check check) => Violations.Count(violation => violation.Check == check);
}
