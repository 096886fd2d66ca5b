namespace SignalRChat.Services.Rooms;

/// <summary>
/// The groups of connections that receive a room's events. <see cref="ChatSession"/> calls it under its lock, so no call waits or
/// calls back.
/// </summary>
internal interface IRoomGroups
{
    void Enter(string connectionId, string room);

    void Leave(string connectionId, string room);

    /// <summary>Lets this node hear of the room's changes without a connection, until <see cref="Release"/>. Calls are counted.</summary>
    void Hold(string room);

    void Release(string room);
}
