namespace SignalRChat.Faults.Oracle;

/// <summary>One way to find something wrong: a pure function of the case.</summary>
internal interface ICheck
{
    IEnumerable<Violation> Find(Case run);
}
