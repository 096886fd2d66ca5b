using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests the members of a room: <see cref="IChatHub.GetMembers"/>.</summary>
[MessagePackObject]
public sealed record GetMembersRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";
}

/// <summary>The answer to <see cref="IChatHub.GetMembers"/>.</summary>
[MessagePackObject]
public sealed record GetMembersResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Present members first, then by name; at most <see cref="ChatLimits.PageSize"/>.</summary>
    [Key("members")]
    public RoomMember[] Members { get; init; } = [];

    /// <summary>The total number of members.</summary>
    [Key("memberCount")]
    public int MemberCount { get; init; }
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

    /// <summary>Whether the user is connected to the room now.</summary>
    [Key("isPresent")]
    public bool IsPresent { get; init; }
}
