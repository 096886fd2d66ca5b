namespace SignalRChat.Faults.Nemesis;

/// <summary>One harm, done once and undone once.</summary>
internal interface IFault
{
    /// <summary>What is struck, for the report.</summary>
    string Target { get; }

    /// <summary>How it is played on a machine that cannot do it as it is meant; none where it can.</summary>
    string? Instead => null;

    /// <summary>Whether nothing is done at all.</summary>
    bool IsLeftOut => false;

    Task BeginAsync();

    /// <summary>Ends when what was harmed is there again, as far as it can be told from outside.</summary>
    Task EndAsync();
}
