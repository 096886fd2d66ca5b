using SignalRChat.Services.Log;

namespace SignalRChat.Api.Rooms;

/// <summary>The body of <c>PUT /rooms/{room}</c>.</summary>
internal sealed record PutRoom
{
    /// <summary><c>private</c>, the default, or <c>public</c>. It never changes.</summary>
    public string? Kind { get; init; }

    public bool IsPrivate() => Kind switch
    {
        null or RoomKinds.Private => true,
        RoomKinds.Public => false,
        _ => throw FieldRules.Invalid($"kind must be {RoomKinds.Private} or {RoomKinds.Public}."),
    };
}

/// <summary>The body of <c>PUT /rooms/{room}/members/{userId}</c>.</summary>
internal sealed record PutMember
{
    /// <summary>The name that others see. By default a member keeps its name, and a new one gets its user id as a name.</summary>
    public string? Name { get; init; }

    /// <summary><c>owner</c>, <c>moderator</c> or <c>member</c>. By default a member keeps its role, and a new one is a member.</summary>
    public string? Role { get; init; }
}

/// <summary>A member as it was put.</summary>
internal sealed record MemberState(string Room, string UserId, string Role, long Revision);

/// <summary>A room.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Kind"><c>public</c>, <c>private</c> or <c>direct</c>.</param>
/// <param name="Revision">The newest revision of the room.</param>
internal sealed record RoomState(string Room, string Kind, long Revision)
{
    public static RoomState Of(StoredRoom room) => new(room.Name, room.Kind, room.Head);
}

/// <summary>A page of rooms, by name.</summary>
internal sealed record RoomList(RoomState[] Rooms, bool HasMore);

/// <summary>A banned user; <c>by</c> is left out if a backend banned it. The time is in Unix milliseconds.</summary>
internal sealed record RoomBan(string UserId, string? By, long BannedAt);

/// <summary>A page of the banned users of a room, by user id.</summary>
internal sealed record RoomBanList(string Room, RoomBan[] Bans, bool HasMore)
{
    public static RoomBanList Of(string room, BansPage page) =>
        new(room, [.. page.Bans.Select(ban => new RoomBan(ban.UserId, ban.By.Length == 0 ? null : ban.By, ban.At))], page.HasMore);
}
