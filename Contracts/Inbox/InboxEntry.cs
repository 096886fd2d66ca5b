using System.Text.Json.Serialization;
using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// A room in the inbox of a user. <see cref="Revision"/> counts what the user or a moderator changes; a new message does not change it.
/// </summary>
[MessagePackObject]
public sealed record InboxEntry
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>One of <see cref="RoomKinds"/>.</summary>
    [Key("kind")]
    public string Kind { get; init; } = "";

    /// <summary>The title to display; null if the room has none.</summary>
    [Key("title")]
    public string? Title { get; init; }

    /// <summary>
    /// The text of a JSON object that the app gave to the room; null without one. In JSON it is sent as the object, in MessagePack
    /// as a string.
    /// </summary>
    [Key("data")]
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>The user's role, one of <see cref="RoomRoles"/>; empty after the end of the membership.</summary>
    [Key("role")]
    public string Role { get; init; } = "";

    /// <summary>The number of the latest change of this entry in the inbox of the user.</summary>
    [Key("revision")]
    public long Revision { get; init; }

    /// <summary>When the user became a member, in Unix milliseconds; 0 after the end of the membership.</summary>
    [Key("joinedAt")]
    public long JoinedAt { get; init; }

    /// <summary>The newest revision of the room; 0 after the end of the membership.</summary>
    [Key("head")]
    public long Head { get; init; }

    /// <summary>
    /// The number of messages after <see cref="ReadThrough"/>, without those that have an <see cref="ChatMessage.Event"/>.
    /// </summary>
    [Key("unread")]
    public long Unread { get; init; }

    /// <summary>The number of those that mention the user, up to <see cref="ChatLimits.CountedMentions"/>.</summary>
    [Key("mentions")]
    public long Mentions { get; init; }

    /// <summary>The sequence up to which the user has read the room, on any device.</summary>
    [Key("readThrough")]
    public long ReadThrough { get; init; }

    /// <summary>The newest message without an <see cref="ChatMessage.Event"/>; null without one.</summary>
    [Key("lastMessage")]
    public LastMessage? LastMessage { get; init; }

    /// <summary>Whether a moderator has muted the user in the room, now.</summary>
    [Key("muted")]
    public bool Muted { get; init; }

    /// <summary>When the mute ends, in Unix milliseconds; null if the user is not muted.</summary>
    [Key("mutedUntil")]
    public long? MutedUntil { get; init; }

    /// <summary>Why the membership ended, one of <see cref="RoomRemovalCodes"/>; null while the user is a member.</summary>
    [Key("left")]
    public string? Left { get; init; }
}

/// <summary>The newest message of a room, as a list of rooms shows it.</summary>
[MessagePackObject]
public sealed record LastMessage
{
    /// <summary>The id of the message.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>The message's place in the room.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }

    /// <summary>The author's user id.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The author's display name.</summary>
    [Key("name")]
    public string Name { get; init; } = "";

    /// <summary>
    /// The first <see cref="ChatLimits.LastMessageLength"/> UTF-16 code units of the text; empty if the message was deleted.
    /// </summary>
    [Key("text")]
    public string Text { get; init; } = "";

    /// <summary>When the message was stored, in Unix milliseconds.</summary>
    [Key("postedAt")]
    public long PostedAt { get; init; }
}
