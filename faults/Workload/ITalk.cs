namespace SignalRChat.Faults.Workload;

/// <summary>The changes that one client makes in one room.</summary>
internal interface ITalk
{
    string Room { get; }

    /// <summary>Returns the next change.</summary>
    Change Next();

    /// <summary>Returns the pause before the next change, around the requested mean.</summary>
    TimeSpan Pause(TimeSpan mean);

    /// <summary>The change was acknowledged.</summary>
    void Acknowledged(Change change);

    /// <summary>The change was refused. It may be requested again.</summary>
    void Refused(Change change);
}
