using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>One message as it stands now.</summary>
[MessagePackObject]
public sealed record ChatMessage
{
    /// <summary>The message's id, a UUID in its canonical lower-case form of 36 characters; clients make it as UUIDv7.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>Its place in the room, for ever: the revision it was posted with, 1 or more.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }

    /// <summary>The revision of its latest change; equal to <see cref="Sequence"/> until it is edited or deleted.</summary>
    [Key("revision")]
    public long Revision { get; init; }

    /// <summary>Who posted it: <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The author's name when it was posted.</summary>
    [Key("name")]
    public string Name { get; init; } = "";

    /// <summary>What it says; empty once deleted. Plain text: escape it on output.</summary>
    [Key("text")]
    public string Text { get; init; } = "";

    /// <summary>When it was stored, in Unix milliseconds. Not the order of the room: that is <see cref="Sequence"/>.</summary>
    [Key("postedAt")]
    public long PostedAt { get; init; }

    /// <summary>When its text was last changed, in Unix milliseconds; none if never.</summary>
    [Key("editedAt")]
    public long? EditedAt { get; init; }

    /// <summary>When it was deleted, in Unix milliseconds; none if it was not.</summary>
    [Key("deletedAt")]
    public long? DeletedAt { get; init; }

    /// <summary>The id of the message this one answers, if any.</summary>
    [Key("replyTo")]
    public string? ReplyTo { get; init; }
}
