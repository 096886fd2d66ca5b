namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// The entry to the backplane, the same whether Redis is available or not. It queues messages and notes subscriptions; the
/// supervisor's connection does the rest.
/// </summary>
internal sealed class RedisBackplane(NodeName node, SubscriptionSet seats, PublishQueue queue, WireProtocols protocols) : IBackplane
{
    private readonly string[] _ownSeatAmongNodes = [GroupNames.BackplaneSubscription(node.Value, GroupNames.AllNodes)];

    public void TakeSeat(string group) => seats.Want(group);

    public void GiveUpSeat(string group) => seats.Release(group);

    public void SendToGroup(string group, ClientCall call) =>
        queue.Add(new Publication(group, call.Method, [call.Wire], [GroupNames.BackplaneSubscription(node.Value, group)]));

    public void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call)
    {
        if (!queue.IsOpen)
            return;
        var json = call.Wire.GetSerializedMessage(protocols.Json);
        var messagePack = call.Wire.GetSerializedMessage(protocols.MessagePack);
        object?[] arguments = [audience.ToString(), ids as string[] ?? [.. ids], json.ToArray(), messagePack.ToArray()];
        queue.Add(new Publication(GroupNames.AllNodes, NodeCalls.Relay, arguments, _ownSeatAmongNodes));
    }
}
