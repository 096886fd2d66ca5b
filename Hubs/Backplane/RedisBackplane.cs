using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The entry to the backplane, the same whether Redis is available or not. It queues messages and notes subscriptions; the
/// supervisor's connection does the rest.
/// </summary>
internal sealed class RedisBackplane(NodeName node, SubscriptionSet subscriptions, PublishQueue queue, WireProtocols protocols)
    : IBackplane, IRoomUpdatePublisher
{
    private readonly string[] _ownSubscriptionToAll = [GroupNames.BackplaneSubscription(node.Value, GroupNames.AllNodes)];

    public void Subscribe(string group) => subscriptions.Want(group);

    public void Unsubscribe(string group) => subscriptions.Release(group);

    public void SendToGroup(string group, ClientCall call) =>
        queue.Add(new Publication(group, call.Method, [call.Wire], [GroupNames.BackplaneSubscription(node.Value, group)]));

    public void Publish(UpdateFrame frame) => SendToGroup(
        GroupNames.Room(frame.Update.Room),
        new ClientCall(nameof(IChatClient.RoomUpdated), [frame.Update], OutboundQueue.WireOf(frame)));

    public void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call)
    {
        if (!queue.IsOpen)
            return;
        var json = call.Wire.GetSerializedMessage(protocols.Json);
        var messagePack = call.Wire.GetSerializedMessage(protocols.MessagePack);
        object?[] arguments = [audience.ToString(), ids as string[] ?? [.. ids], json.ToArray(), messagePack.ToArray()];
        queue.Add(new Publication(GroupNames.AllNodes, NodeCalls.Relay, arguments, _ownSubscriptionToAll));
    }
}
