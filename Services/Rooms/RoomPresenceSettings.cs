using SignalRChat.Services.Feed;
using SignalRChat.Services.Presence;

namespace SignalRChat.Services.Rooms;

/// <summary>Reads the presence setting of a room from its feed.</summary>
internal sealed class RoomPresenceSettings(RoomFeeds feeds) : IPresenceSettings
{
    public string? Of(string room) => feeds.EphemeralOf(room)?.Presence;
}
