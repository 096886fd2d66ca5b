using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Finds or makes the direct room of the caller and another user: <see cref="IChatHub.OpenDirect"/>.</summary>
[MessagePackObject]
public sealed record OpenDirectRequest
{
    /// <summary>The other user's id: the <c>sub</c> of the token. The user need not have connected before.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";
}

/// <summary>The answer to <see cref="IChatHub.OpenDirect"/>.</summary>
[MessagePackObject]
public sealed record OpenDirectResult
{
    /// <summary>The room's name: the same for both users, on every node, at any time.</summary>
    [Key("room")]
    public string Room { get; init; } = "";
}

/// <summary>Blocks another user, or lifts the block: <see cref="IChatHub.BlockUser"/>.</summary>
[MessagePackObject]
public sealed record BlockUserRequest
{
    /// <summary>The other user's id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>True blocks the user, false lifts the block.</summary>
    [Key("on")]
    public bool On { get; init; }
}
