using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// The changes of a user's inbox in (<see cref="After"/>, <see cref="Through"/>]: <see cref="IChatClient.InboxUpdated"/>.
/// </summary>
[MessagePackObject]
public sealed record InboxUpdate
{
    /// <summary>The epoch of the database: a cursor is invalid under another epoch.</summary>
    [Key("epoch")]
    public string Epoch { get; init; } = "";

    /// <summary>The range begins after this revision.</summary>
    [Key("after")]
    public long After { get; init; }

    /// <summary>The range ends with this revision.</summary>
    [Key("through")]
    public long Through { get; init; }

    /// <summary>All entries whose latest change is in the range, by revision, ascending. May be empty.</summary>
    [Key("entries")]
    public InboxEntry[] Entries { get; init; } = [];
}

/// <summary>New messages in rooms of the user that the connection has not joined: <see cref="IChatClient.InboxActivity"/>.</summary>
[MessagePackObject]
public sealed record InboxActivity
{
    /// <summary>The rooms that changed, each as it is now.</summary>
    [Key("rooms")]
    public RoomActivity[] Rooms { get; init; } = [];
}

/// <summary>The part of an <see cref="InboxEntry"/> that new messages change.</summary>
[MessagePackObject]
public sealed record RoomActivity
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The newest revision of the room.</summary>
    [Key("head")]
    public long Head { get; init; }

    /// <summary>The number of messages after the read cursor, without those that have an <see cref="ChatMessage.Event"/>.</summary>
    [Key("unread")]
    public long Unread { get; init; }

    /// <summary>The number of those that mention the user, up to <see cref="ChatLimits.CountedMentions"/>.</summary>
    [Key("mentions")]
    public long Mentions { get; init; }

    /// <summary>The newest message without an <see cref="ChatMessage.Event"/>; null without one.</summary>
    [Key("lastMessage")]
    public LastMessage? LastMessage { get; init; }
}
