namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// The way to the other nodes. Nothing here waits, fails, or comes back to the node that sent it; what is lost the feeds find by
/// themselves.
/// </summary>
internal interface IBackplane
{
    /// <summary>From now on, as soon as may be, the node hears the group.</summary>
    void TakeSeat(string group);

    void GiveUpSeat(string group);

    void SendToGroup(string group, ClientCall call);

    /// <summary>
    /// To users or connections on whatever node they are: all nodes hear it, so that no subscription is needed for each of them.
    /// </summary>
    void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call);
}

/// <summary>Whom a call between nodes is for.</summary>
internal enum Audience
{
    Users,
    Connections,
    AllExcept,
}
