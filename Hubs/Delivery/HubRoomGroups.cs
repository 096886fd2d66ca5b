using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Delivery;

/// <summary>The rooms' groups are SignalR groups of this node.</summary>
internal sealed class HubRoomGroups(LocalConnections connections, LocalGroups groups) : IRoomGroups
{
    public void Enter(string connectionId, string room)
    {
        if (connections.Find(connectionId) is { } connection)
            groups.Add(GroupNames.Room(room), connection);
    }

    public void Leave(string connectionId, string room)
    {
        if (connections.Find(connectionId) is { } connection)
            groups.Remove(GroupNames.Room(room), connection);
    }
}
