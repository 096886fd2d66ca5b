using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Ends another user's membership: <see cref="IChatHub.KickMember"/>.</summary>
[MessagePackObject]
public sealed record KickMemberRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The target's user id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";
}

/// <summary>
/// Ends another user's membership, if there is one, and refuses later joins of the user: <see cref="IChatHub.BanMember"/>.
/// </summary>
[MessagePackObject]
public sealed record BanMemberRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The target's user id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";
}

/// <summary>The answer to <see cref="IChatHub.KickMember"/> and <see cref="IChatHub.BanMember"/>.</summary>
[MessagePackObject]
public sealed record RemoveMemberResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The id of the user without membership now.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>
    /// The revision of the removal: the server delivers no later revision to the user. If the user was not a member, the room's head.
    /// </summary>
    [Key("revision")]
    public long Revision { get; init; }
}

/// <summary>Lifts a ban: <see cref="IChatHub.UnbanMember"/>.</summary>
[MessagePackObject]
public sealed record UnbanMemberRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The target's user id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";
}

/// <summary>Sets the role of a member: <see cref="IChatHub.SetRole"/>.</summary>
[MessagePackObject]
public sealed record SetRoleRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The target's user id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>One of <see cref="RoomRoles"/>.</summary>
    [Key("role")]
    public string Role { get; init; } = "";
}
