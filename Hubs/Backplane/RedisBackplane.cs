using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The entry to the backplane, the same whether Redis is available or not. It queues messages and notes subscriptions; the
/// supervisor's connection does the rest.
/// </summary>
internal sealed class RedisBackplane(
    NodeName node, SubscriptionSet subscriptions, PublishQueue queue, WireProtocols protocols, TimeProvider time)
    : IBackplane, IRoomUpdatePublisher
{
    private readonly string[] _ownSubscription = [GroupNames.BackplaneSubscription(node.Value)];

    public void Subscribe(string group) => subscriptions.Want(group);

    public void Unsubscribe(string group) => subscriptions.Release(group);

    /// <summary>A node has one subscription for all groups, so a call that does not name its room travels with its group.</summary>
    public void SendToGroup(string group, ClientCall call)
    {
        if (call.Method is nameof(IChatClient.TypingChanged) or nameof(IChatClient.ReadCursorChanged))
            queue.Add(new Publication(group, call.Method, [call.Wire], _ownSubscription));
        else
            Relay(group, Audience.Group, [group], call);
    }

    public void Publish(UpdateFrame frame)
    {
        if (!queue.IsOpen)
            return;
        object?[] arguments = [OutboundQueue.WireOf(frame), OriginProtocol.Of(frame, time)];
        queue.Add(new Publication(GroupNames.Room(frame.Update.Room), nameof(IChatClient.RoomUpdated), arguments, _ownSubscription));
    }

    public void SendToNodes(Audience audience, IReadOnlyList<string> ids, ClientCall call) =>
        Relay(GroupNames.AllNodes, audience, ids, call);

    private void Relay(string to, Audience audience, IReadOnlyList<string> ids, ClientCall call)
    {
        if (!queue.IsOpen)
            return;
        var json = call.Wire.GetSerializedMessage(protocols.Json);
        var messagePack = call.Wire.GetSerializedMessage(protocols.MessagePack);
        object?[] arguments = [audience.ToString(), ids as string[] ?? [.. ids], json.ToArray(), messagePack.ToArray()];
        queue.Add(new Publication(to, NodeCalls.Relay, arguments, _ownSubscription));
    }
}
