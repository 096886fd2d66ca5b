using SignalRChat.Contracts;
using SignalRChat.Services.Messages;

namespace SignalRChat.Hubs.Fanout;

/// <summary>
/// Delivers a call to its recipients on this node, whether it was made here or received from the backplane. A durable update is a
/// notification for the room's feed. Only the feed sends changes to members, and it drops by revision what it already has. Any
/// other call is sent to each recipient unchanged.
/// </summary>
internal sealed class LocalDelivery(LocalConnections connections, LocalGroups groups, RoomFeeds feeds)
{
    public void ToGroup(string group, ClientCall call)
    {
        if (call is { Method: nameof(IChatClient.RoomUpdated), Arguments: [RoomUpdate update] })
        {
            feeds.Notify(new UpdateFrame(update, call.Wire));
            return;
        }
        foreach (var member in groups.MembersOf(group))
            member.Outlet.Send(call.Wire, call.IsEphemeral);
    }

    /// <summary>For calls that are not durable: a room's feed excludes no member.</summary>
    public void ToGroupExcept(string group, IReadOnlyList<string> connectionIds, ClientCall call)
    {
        foreach (var member in groups.MembersOf(group))
        {
            if (!connectionIds.Contains(member.Context.ConnectionId))
                member.Outlet.Send(call.Wire, call.IsEphemeral);
        }
    }

    public void ToConnections(IReadOnlyList<string> connectionIds, ClientCall call)
    {
        foreach (var connectionId in connectionIds)
            connections.Find(connectionId)?.Outlet.Send(call.Wire, call.IsEphemeral);
    }

    public void ToUsers(IReadOnlyList<string> userIds, ClientCall call)
    {
        foreach (var userId in userIds)
        {
            foreach (var connection in connections.OfUser(userId))
                connection.Outlet.Send(call.Wire, call.IsEphemeral);
        }
    }

    public void ToAllExcept(IReadOnlyList<string> connectionIds, ClientCall call)
    {
        foreach (var connection in connections.Snapshot())
        {
            if (!connectionIds.Contains(connection.Context.ConnectionId))
                connection.Outlet.Send(call.Wire, call.IsEphemeral);
        }
    }
}
