namespace SignalRChat.Services.Presence;

/// <summary>Which presence a room shows. The tracker asks under its gate: a call never waits and calls nothing back.</summary>
internal interface IPresenceSettings
{
    /// <summary>One of <see cref="RoomPresence"/>; null if no member of the room is on this node.</summary>
    string? Of(string room);
}
