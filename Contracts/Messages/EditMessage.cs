using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Gives a message another text: <see cref="IChatHub.EditMessage"/>.</summary>
[MessagePackObject]
public sealed record EditMessageRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The message's id, a UUID in its canonical lower-case form of 36 characters; clients make it as UUIDv7.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>What it says: 1 to <see cref="ChatLimits.TextLength"/> UTF-16 code units, something to see among them.</summary>
    [Key("text")]
    public string Text { get; init; } = "";
}
