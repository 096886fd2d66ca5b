namespace SignalRChat.Services.Feed;

/// <summary>The path by which this node learns what other nodes commit.</summary>
internal interface IChangeNotifications
{
    /// <summary>Notifications may be lost from now on. It may be raised again while they may.</summary>
    event Action? Doubted;

    /// <summary>Notifications may be lost at the moment: a node that needs them must poll the database, and often.</summary>
    bool MayBeLossy { get; }

    /// <summary>The reconciler found a change without a notification.</summary>
    void FoundUnnotified();
}
