namespace SignalRChat.Faults.Oracle;

/// <summary>One way to find something wrong: a pure function of the case.</summary>
internal interface ICheck
{
    Check Finds { get; }

    IEnumerable<Violation> Find(Case run);

    /// <summary>How much of what it is there for the case held: a check that had nothing to look at shows nothing.</summary>
    int Looked(Case run);
}
