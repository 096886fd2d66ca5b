using SignalRChat.Contracts;

namespace SignalRChat.Services;

/// <summary>
/// The outbound port for events that the services raise. Each event is delivered at most once. A call never waits.
/// </summary>
internal interface IRoomEvents
{
    /// <summary>
    /// To the connections in the room without <paramref name="exceptConnection"/>, which may be null and is one of this node.
    /// </summary>
    void TypingChanged(TypingChange change, string? exceptConnection);

    void PresenceChanged(PresenceChange change);

    /// <summary>Notifies the connection that it was removed from the room.</summary>
    void RemovedFromRoom(string connectionId, RoomRemoval removal);
}
