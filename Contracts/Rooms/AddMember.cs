using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Makes another user a member: <see cref="IChatHub.AddMember"/>.</summary>
[MessagePackObject]
public sealed record AddMemberRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The target's user id: the <c>sub</c> of the token. The user need not have connected before.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>One of <see cref="RoomRoles"/>; null for <see cref="RoomRoles.Member"/>.</summary>
    [Key("role")]
    public string? Role { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.AddMember"/>.</summary>
[MessagePackObject]
public sealed record AddMemberResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The id of the user who is a member now.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The role of the user. One who was a member before keeps the role.</summary>
    [Key("role")]
    public string Role { get; init; } = "";

    /// <summary>The room's newest revision.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
