using SignalRChat.Faults.Oracle;

namespace SignalRChat.Faults.Trials;

/// <summary>What a run came to.</summary>
internal sealed record TrialResult(TrialPlan Plan, Case Run, IReadOnlyList<Violation> Violations, Figures Figures)
{
    public int Count(Check check) => Violations.Count(violation => violation.Check == check);
}
