using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Removes the text of a message: <see cref="IChatHub.DeleteMessage"/>.</summary>
[MessagePackObject]
public sealed record DeleteMessageRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The message's id, a UUID in its canonical lower-case form of 36 characters; clients create it as UUIDv7.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";
}
