using SignalRChat.Contracts;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Services;

/// <summary>The way out for what the services tell by themselves. At most once, and never waits.</summary>
internal interface IRoomEvents
{
    /// <summary>
    /// To the connections in the room without <paramref name="exceptConnection"/>, which may be null and is one of this node.
    /// </summary>
    void TypingChanged(TypingChange change, string? exceptConnection);

    void PresenceChanged(PresenceChange change);

    /// <summary>The connection hears the room no longer; it is told so, and is to hear its events no longer either.</summary>
    void RemovedFromRoom(ChatSession session, RoomRemoval removal);
}
