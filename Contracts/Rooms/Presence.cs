using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The public identity of a user.</summary>
[MessagePackObject]
public sealed record ChatUser
{
    /// <summary>The user's id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The display name.</summary>
    [Key("name")]
    public string Name { get; init; } = "";
}

/// <summary>
/// A change of the users present in a room: <see cref="IChatClient.PresenceChanged"/>. With too many users, and in a room that shows only
/// the number (<see cref="RoomInfo.Presence"/>), only the number changes.
/// </summary>
[MessagePackObject]
public sealed record PresenceChange
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Users who were not present before, and present users with a changed name.</summary>
    [Key("joined")]
    public ChatUser[] Joined { get; init; } = [];

    /// <summary>Users who have no connection in the room any more.</summary>
    [Key("left")]
    public ChatUser[] Left { get; init; } = [];

    /// <summary>The number of users with a connection in the room after this change.</summary>
    [Key("count")]
    public int Count { get; init; }
}
