namespace SignalRChat.Services.Log;

/// <summary>
/// A room as a user makes it, or a service: then <paramref name="MadeBy"/> is null, and the room counts for no user.
/// <paramref name="Kind"/> is one of <see cref="RoomKinds"/>.
/// </summary>
internal sealed record NewRoom(string? MadeBy, string Kind, string? Title = null, string? Data = null)
{
    public bool IsPrivate => Kind != RoomKinds.Public;

    public bool IsDirect => Kind == RoomKinds.Direct;
}
