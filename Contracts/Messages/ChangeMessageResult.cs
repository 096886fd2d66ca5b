using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// The answer to <see cref="IChatHub.EditMessage"/>, <see cref="IChatHub.DeleteMessage"/> and <see cref="IChatHub.React"/>: the change
/// is on disk.
/// </summary>
[MessagePackObject]
public sealed record ChangeMessageResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The id of the message.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>The revision of its latest change.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
