using System.Buffers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// Receives what the backplane subscriptions get from other nodes. It reads the call from the MessagePack form, once for the node
/// and not for each member. The bytes are passed on unchanged.
/// </summary>
internal sealed class BackplaneReceiver(
    RoomFeeds feeds,
    LocalDelivery delivery,
    WireProtocols protocols,
    NodeCalls calls,
    BackplaneProbe probe,
    BackplaneMetrics metrics,
    TimeProvider time)
{
    public void Receive(SerializedHubMessage wire)
    {
        if (Read(wire) is not { Target: { } method } message)
            return;
        switch (method)
        {
            case NodeCalls.BackplaneProbe:
                if (message.Arguments is [string node, long number])
                    probe.Received(node, number);
                return;
            case NodeCalls.Relay:
                Relayed(message.Arguments);
                break;
            // A notification for the room's feed, which drops by revision what it already has.
            case nameof(IChatClient.RoomUpdated):
                if (message.Arguments is [RoomUpdate update])
                    feeds.Notify(new UpdateFrame(update, wire) { Commits = protocols.Origin.Read(wire, time) });
                break;
            case nameof(IChatClient.TypingChanged):
                if (message.Arguments is [TypingChange change])
                    delivery.ToGroup(GroupNames.Room(change.Room), new ClientCall(method, message.Arguments, wire));
                break;
            case nameof(IChatClient.ReadCursorChanged):
                if (message.Arguments is [ReadCursorChange cursor])
                    delivery.ToGroup(GroupNames.Room(cursor.Room), new ClientCall(method, message.Arguments, wire));
                break;
        }
        metrics.Received();
    }

    /// <summary>Returns the call; without arguments when this node does not know it, and null when these bytes are not a call.</summary>
    private InvocationMessage? Read(SerializedHubMessage wire)
    {
        if (wire.Message is InvocationMessage made)
            return made;
        var bytes = new ReadOnlySequence<byte>(wire.GetSerializedMessage(protocols.MessagePack));
        if (!protocols.MessagePack.TryParseMessage(ref bytes, calls, out var message))
            return null;
        return message is InvocationBindingFailureMessage unknown
            ? new InvocationMessage(unknown.Target, [])
            : message as InvocationMessage;
    }

    private void Relayed(object?[] arguments)
    {
        if (arguments is not [string audience, string[] ids, byte[] json, byte[] messagePack])
            return;
        var wire = WireProtocols.Wire(json, messagePack);
        if (Read(wire) is not { Target: { } method } message)
            return;
        var call = new ClientCall(method, message.Arguments, wire);
        switch (audience)
        {
            case nameof(Audience.Users):
                delivery.ToUsers(ids, call);
                break;
            case nameof(Audience.Connections):
                delivery.ToConnections(ids, call);
                break;
            case nameof(Audience.AllExcept):
                delivery.ToAllExcept(ids, call);
                break;
            case nameof(Audience.Group):
                delivery.ToGroup(ids[0], call);
                break;
        }
    }
}
