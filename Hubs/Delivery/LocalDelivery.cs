namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// Delivers a call to its recipients on this node, whether it was made here or received from the backplane. Durable updates do not
/// come this way: only the room's feed sends them.
/// </summary>
internal sealed class LocalDelivery(LocalConnections connections, LocalGroups groups)
{
    public void ToGroup(string group, ClientCall call)
    {
        foreach (var member in groups.MembersOf(group))
            member.Outbound.Send(call.Wire, call.IsEphemeral);
    }

    public void ToGroupExcept(string group, IReadOnlyList<string> connectionIds, ClientCall call)
    {
        foreach (var member in groups.MembersOf(group))
        {
            if (!connectionIds.Contains(member.Context.ConnectionId))
                member.Outbound.Send(call.Wire, call.IsEphemeral);
        }
    }

    public void ToConnections(IReadOnlyList<string> connectionIds, ClientCall call)
    {
        foreach (var connectionId in connectionIds)
            connections.Find(connectionId)?.Outbound.Send(call.Wire, call.IsEphemeral);
    }

    public void ToUsers(IReadOnlyList<string> userIds, ClientCall call)
    {
        foreach (var userId in userIds)
        {
            foreach (var connection in connections.OfUser(userId))
                connection.Outbound.Send(call.Wire, call.IsEphemeral);
        }
    }

    public void ToAllExcept(IReadOnlyList<string> connectionIds, ClientCall call)
    {
        foreach (var connection in connections.Snapshot())
        {
            if (!connectionIds.Contains(connection.Context.ConnectionId))
                connection.Outbound.Send(call.Wire, call.IsEphemeral);
        }
    }
}
