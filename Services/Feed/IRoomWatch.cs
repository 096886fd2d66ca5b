namespace SignalRChat.Services.Feed;

/// <summary>
/// A part of this node that must know which rooms change, without their changes. It has no feed of these rooms, and needs no
/// notification: the reconciler reads the list of changed rooms anyway.
/// </summary>
internal interface IRoomWatch
{
    bool IsWatching { get; }

    /// <summary>These rooms changed, on any node. It must not wait.</summary>
    void Changed(IReadOnlyCollection<string> rooms);

    /// <summary>Any room may have changed. It must not wait.</summary>
    void MayHaveChanged();
}
