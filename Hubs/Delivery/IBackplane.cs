namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// The path to the other nodes. No call here waits, fails, or returns to the node that sent it. The feeds find what is lost.
/// </summary>
internal interface IBackplane
{
    /// <summary>From now on, as soon as possible, the node receives the group's calls.</summary>
    void Subscribe(string group);

    void Unsubscribe(string group);

    void SendToGroup(string group, ClientCall call);

    /// <summary>Sends to users or connections on any node: all nodes receive it, so no subscription is needed for each of them.</summary>
    void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call);
}

/// <summary>The recipients of a call between nodes.</summary>
internal enum Audience
{
    Users,
    Connections,
    AllExcept,

    /// <summary>The members of a group, of a call that does not name its room.</summary>
    Group,
}
