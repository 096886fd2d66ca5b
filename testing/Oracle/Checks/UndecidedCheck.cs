using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>Every requested change has an outcome, and a client that stays to the end receives it.</summary>
internal sealed class UndecidedCheck : ICheck
{
    public Check Finds => Check.Undecided;

    public IEnumerable<Violation> Find(Case run) => run.AllChanges
        .Where(call => call.Outcome is null || (call.Outcome is Unknown && Stays(run, call.Invoked.Client)))
        .Select(call => new Violation(
            Check.Undecided,
            $"{call.Invoked.Room}: the {call.Invoked.Kind} of {call.Invoked.MessageId} by {call.Invoked.Client} has no outcome."));

    private static bool Stays(Case run, string client) => run.Setup.Members.ContainsKey(client) && !run.Setup.Leavers.Contains(client);

    public int Looked(Case run) => run.AllChanges.Count();
}
