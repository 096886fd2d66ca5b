namespace SignalRChat.Services.Log;

/// <summary>
/// A room as a user makes it, or a service: then <paramref name="MadeBy"/> is empty, and the room counts for no user and stays when it
/// has no members and no messages. It is null for a room of the configuration.
/// <paramref name="Kind"/> is one of <see cref="RoomKinds"/>.
/// </summary>
internal sealed record NewRoom(string? MadeBy, string Kind, string? Title = null, string? Data = null)
{
    public bool IsPrivate => Kind != RoomKinds.Public;

    public bool IsDirect => Kind == RoomKinds.Direct;
}
