namespace SignalRChat.Faults.Oracle.Checks;

/// <summary>Every change that was asked for has an outcome.</summary>
internal sealed class UndecidedCheck : ICheck
{
    public Check Finds => Check.Undecided;

    public IEnumerable<Violation> Find(Case run) => run.Changes
        .Where(call => call.Outcome is null)
        .Select(call => new Violation(Check.Undecided, $"{call.Invoked.Room}: the {call.Invoked.Kind} of {call.Invoked.MessageId} by {call.Invoked.Client} has no outcome."));

    public int Looked(Case run) => run.Changes.Count();
}
