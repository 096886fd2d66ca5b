using System.Text.Json.Serialization;
using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Posts a message: <see cref="IChatHub.SendMessage"/>.</summary>
[MessagePackObject]
public sealed record SendMessageRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The message's id, a UUID in its canonical lower-case form of 36 characters; clients create it as UUIDv7.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>The text: 1 to <see cref="ChatLimits.TextLength"/> UTF-16 code units, at least one of them visible.</summary>
    [Key("text")]
    public string Text { get; init; } = "";

    /// <summary>The id of the message of the room that this message replies to; null if it is no reply.</summary>
    [Key("replyTo")]
    public string? ReplyTo { get; init; }

    /// <summary>
    /// The text of a JSON object that travels with the message: at most <see cref="ChatLimits.DataBytes"/>, and at most
    /// <see cref="ChatLimits.DataDepth"/> levels deep. The server does not read it. Null without one. In JSON it is sent as the
    /// object, in MessagePack as a string.
    /// </summary>
    [Key("data")]
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>The ids of the users whom the message mentions, at most <see cref="ChatLimits.Mentions"/>; null without mentions.</summary>
    [Key("mentions")]
    public string[]? Mentions { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.SendMessage"/>: the message is on disk.</summary>
[MessagePackObject]
public sealed record SendMessageResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The message id of the request.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>The permanent sequence of the message in the room.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }

    /// <summary>The revision of its latest change.</summary>
    [Key("revision")]
    public long Revision { get; init; }

    /// <summary>The time of storage, in Unix milliseconds.</summary>
    [Key("postedAt")]
    public long PostedAt { get; init; }

    /// <summary>True if an earlier try stored the message.</summary>
    [Key("duplicate")]
    public bool Duplicate { get; init; }
}
