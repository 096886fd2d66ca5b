using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// A member of a room after a change of the role or the mute, or a user after the end of the membership. In a room that announces
/// (<see cref="RoomInfo.Announce"/>) also a user who joined.
/// </summary>
[MessagePackObject]
public sealed record ChangedMember
{
    /// <summary>The user's id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The display name at the time of the change.</summary>
    [Key("name")]
    public string Name { get; init; } = "";

    /// <summary>One of <see cref="RoomRoles"/>; after the end of a membership, the last role.</summary>
    [Key("role")]
    public string Role { get; init; } = "";

    /// <summary>The member may not post before this time, in Unix milliseconds; null if the member is not muted.</summary>
    [Key("mutedUntil")]
    public long? MutedUntil { get; init; }

    /// <summary>Why the membership ended, one of <see cref="RoomRemovalCodes"/>; null while the user is a member.</summary>
    [Key("left")]
    public string? Left { get; init; }

    /// <summary>The revision of the change.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
