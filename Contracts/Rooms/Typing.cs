using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The caller is typing: <see cref="IChatHub.StartTyping"/>.</summary>
[MessagePackObject]
public sealed record StartTypingRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";
}

/// <summary>The caller stopped typing: <see cref="IChatHub.StopTyping"/>.</summary>
[MessagePackObject]
public sealed record StopTypingRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";
}

/// <summary>A user started or stopped typing: <see cref="IChatClient.TypingChanged"/>.</summary>
[MessagePackObject]
public sealed record TypingChange
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The user's id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The display name.</summary>
    [Key("name")]
    public string Name { get; init; } = "";

    /// <summary>True if the user is typing now.</summary>
    [Key("isTyping")]
    public bool IsTyping { get; init; }
}
