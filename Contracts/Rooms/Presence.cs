using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>A user as others see them.</summary>
[MessagePackObject]
public sealed record ChatUser
{
    /// <summary>The user's id: <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The name shown.</summary>
    [Key("name")]
    public string Name { get; init; } = "";
}

/// <summary>Who came and went: <see cref="IChatClient.PresenceChanged"/>.</summary>
[MessagePackObject]
public sealed record PresenceChange
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Users who were not there before, and those who are there and have another name now.</summary>
    [Key("joined")]
    public ChatUser[] Joined { get; init; } = [];

    /// <summary>Users who are gone from all their connections.</summary>
    [Key("left")]
    public ChatUser[] Left { get; init; } = [];

    /// <summary>How many users are connected to the room after this change.</summary>
    [Key("count")]
    public int Count { get; init; }
}
