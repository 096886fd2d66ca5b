namespace SignalRChat.Services.Messages;

/// <summary>The path by which this node learns what other nodes commit.</summary>
internal interface IChangeNotifications
{
    /// <summary>Hints may be lost from now on. It may be raised again while they may.</summary>
    event Action? Doubted;

    /// <summary>Notifications may be lost at the moment: a node that needs them must poll the database, and often.</summary>
    bool MayBeLossy { get; }

    /// <summary>The tail check found a change that no hint announced.</summary>
    void FoundUntold();
}
