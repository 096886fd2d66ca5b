namespace SignalRChat.Faults.Nemesis;

/// <summary>One harm, done once and undone once.</summary>
internal interface IFault
{
    /// <summary>What is struck, for the report.</summary>
    string Target { get; }

    Task BeginAsync();

    /// <summary>Ends when what was harmed is there again, as far as it can be told from outside.</summary>
    Task EndAsync();
}
