using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The event that a message of the kind <see cref="MessageKinds.System"/> reports.</summary>
[MessagePackObject]
public sealed record MessageEvent
{
    /// <summary>One of <see cref="MessageEventTypes"/>. Later versions may add types.</summary>
    [Key("type")]
    public string Type { get; init; } = "";

    /// <summary>The user to whom it happened; null if it is not about a user.</summary>
    [Key("userId")]
    public string? UserId { get; init; }

    /// <summary>The user id of the user who did it; null if no user did.</summary>
    [Key("by")]
    public string? By { get; init; }
}
