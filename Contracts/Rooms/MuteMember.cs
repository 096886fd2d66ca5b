using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Mutes a member, or lifts the mute: <see cref="IChatHub.MuteMember"/>.</summary>
[MessagePackObject]
public sealed record MuteMemberRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The target's user id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The end of the mute, in Unix milliseconds; null, or a time that has passed, lifts it.</summary>
    [Key("until")]
    public long? Until { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.MuteMember"/>.</summary>
[MessagePackObject]
public sealed record MuteMemberResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The id of the member.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The revision of the member; the room's head if nothing changed.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
