namespace SignalRChat.Testing.Oracle;

/// <summary>One way to find a violation: a pure function of the case.</summary>
internal interface ICheck
{
    Check Finds { get; }

    IEnumerable<Violation> Find(Case run);

    /// <summary>How much relevant material the case held. A check without material proves nothing.</summary>
    int Looked(Case run);
}
