using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// Requests the members of a room: <see cref="IChatHub.GetMembers"/>. With a limit or a cursor, a page of all members by user id;
/// without, an overview.
/// </summary>
[MessagePackObject]
public sealed record GetMembersRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Returns only members after this user id, in ordinal order: that of the last member of the previous page.</summary>
    [Key("after")]
    public string? After { get; init; }

    /// <summary>The maximum number of members of a page, 1 to <see cref="ChatLimits.PageSize"/>.</summary>
    [Key("limit")]
    public int? Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.GetMembers"/>.</summary>
[MessagePackObject]
public sealed record GetMembersResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>
    /// At most <see cref="ChatLimits.PageSize"/>. An overview: present members first, then by name. A page: by user id.
    /// </summary>
    [Key("members")]
    public RoomMember[] Members { get; init; } = [];

    /// <summary>The total number of members.</summary>
    [Key("memberCount")]
    public int MemberCount { get; init; }

    /// <summary>True if more members exist: after the last one of a page, or outside of an overview.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}

/// <summary>One member of a room.</summary>
[MessagePackObject]
public sealed record RoomMember
{
    /// <summary>The user's id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The display name.</summary>
    [Key("name")]
    public string Name { get; init; } = "";

    /// <summary>One of <see cref="RoomRoles"/>.</summary>
    [Key("role")]
    public string Role { get; init; } = "";

    /// <summary>
    /// Whether the user is connected to the room now. False in a room that does not show this: see <see cref="RoomInfo.Presence"/>.
    /// </summary>
    [Key("isPresent")]
    public bool IsPresent { get; init; }

    /// <summary>When the member's mute ends, in Unix milliseconds. The time may have passed. Null for a member who was not muted.</summary>
    [Key("mutedUntil")]
    public long? MutedUntil { get; init; }
}
