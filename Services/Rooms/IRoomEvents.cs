namespace SignalRChat.Services.Rooms;

/// <summary>The outbound port for the end of memberships. A call never waits.</summary>
internal interface IRoomEvents
{
    /// <summary>Notifies the connection that it was removed from the room.</summary>
    void RemovedFromRoom(string connectionId, RoomRemoval removal);
}
