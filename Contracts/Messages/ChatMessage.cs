using System.Text.Json.Serialization;
using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>One message in its current form.</summary>
[MessagePackObject]
public sealed record ChatMessage
{
    /// <summary>The message's id, a UUID in its canonical lower-case form of 36 characters; clients create it as UUIDv7.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>The permanent sequence of the message in the room: the revision of its post, 1 or more.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }

    /// <summary>The revision of its latest change; equal to <see cref="Sequence"/> until it is edited or deleted.</summary>
    [Key("revision")]
    public long Revision { get; init; }

    /// <summary>The author's user id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The author's name when it was posted.</summary>
    [Key("name")]
    public string Name { get; init; } = "";

    /// <summary>The text; empty after a deletion. Plain text: escape it on output.</summary>
    [Key("text")]
    public string Text { get; init; } = "";

    /// <summary>The time of storage, in Unix milliseconds. Not the order of the room: that is <see cref="Sequence"/>.</summary>
    [Key("postedAt")]
    public long PostedAt { get; init; }

    /// <summary>The time of the latest edit, in Unix milliseconds; null if the text was never edited.</summary>
    [Key("editedAt")]
    public long? EditedAt { get; init; }

    /// <summary>The time of the deletion, in Unix milliseconds; null if the message was not deleted.</summary>
    [Key("deletedAt")]
    public long? DeletedAt { get; init; }

    /// <summary>The id of the message that this message replies to; null if it is no reply.</summary>
    [Key("replyTo")]
    public string? ReplyTo { get; init; }

    /// <summary>One of <see cref="MessageKinds"/>; null means <see cref="MessageKinds.User"/>.</summary>
    [Key("kind")]
    public string? Kind { get; init; }

    /// <summary>
    /// The text of a JSON object that the app gave to the message; null without one, and after a deletion. In JSON it is sent as
    /// the object, in MessagePack as a string.
    /// </summary>
    [Key("data")]
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>The ids of the users whom the message mentions, each once; null without mentions, and after a deletion.</summary>
    [Key("mentions")]
    public string[]? Mentions { get; init; }

    /// <summary>
    /// The id of the user who deleted the message, if that is not its author; empty if a backend deleted it; otherwise null.
    /// </summary>
    [Key("deletedBy")]
    public string? DeletedBy { get; init; }

    /// <summary>The event that a message of the kind <see cref="MessageKinds.System"/> reports; null if it reports none.</summary>
    [Key("event")]
    public MessageEvent? Event { get; init; }
}
