namespace SignalRChat.Faults.Nemesis;

/// <summary>One fault, done once and undone once.</summary>
internal interface IFault
{
    /// <summary>The target, for the report.</summary>
    string Target { get; }

    /// <summary>How this machine imitates the fault, if it cannot produce it as designed; otherwise null.</summary>
    string? Instead => null;

    /// <summary>True if the fault is skipped.</summary>
    bool IsLeftOut => false;

    Task BeginAsync();

    /// <summary>Completes when the target works again, as far as an observer can see.</summary>
    Task EndAsync();
}
