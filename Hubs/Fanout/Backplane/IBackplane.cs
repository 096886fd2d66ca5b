namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// The path to the other nodes. No call here waits, fails, or returns to the node that sent it. The feeds find what is lost.
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

/// <summary>The recipients of a call between nodes.</summary>
internal enum Audience
{
    Users,
    Connections,
    AllExcept,
}
