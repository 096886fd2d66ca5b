using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Adds a reaction of the caller to a message, or takes it back: <see cref="IChatHub.React"/>.</summary>
[MessagePackObject]
public sealed record ReactRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The message's id, a UUID in its canonical lower-case form of 36 characters.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>One visible character as a user sees it, at most <see cref="ChatLimits.EmojiBytes"/> in UTF-8.</summary>
    [Key("emoji")]
    public string Emoji { get; init; } = "";

    /// <summary>True adds the reaction, false takes it back.</summary>
    [Key("on")]
    public bool On { get; init; }
}
