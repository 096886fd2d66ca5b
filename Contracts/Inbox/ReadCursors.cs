using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The caller has read a room up to a message: <see cref="IChatHub.MarkRead"/>.</summary>
[MessagePackObject]
public sealed record MarkReadRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The message's sequence. One beyond the newest message counts as the newest; one before the read cursor as that.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.MarkRead"/>.</summary>
[MessagePackObject]
public sealed record MarkReadResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The sequence up to which the user has read the room, on any device.</summary>
    [Key("readThrough")]
    public long ReadThrough { get; init; }

    /// <summary>The number of messages after the read cursor, without those that have an <see cref="ChatMessage.Event"/>.</summary>
    [Key("unread")]
    public long Unread { get; init; }

    /// <summary>The number of those that mention the user, up to <see cref="ChatLimits.CountedMentions"/>.</summary>
    [Key("mentions")]
    public long Mentions { get; init; }
}

/// <summary>Requests how far the members have read a room: <see cref="IChatHub.GetReadCursors"/>.</summary>
[MessagePackObject]
public sealed record GetReadCursorsRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";
}

/// <summary>The answer to <see cref="IChatHub.GetReadCursors"/>.</summary>
[MessagePackObject]
public sealed record GetReadCursorsResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>
    /// Whether the members see each other's cursors: in rooms of up to <see cref="ChatLimits.ReadCursorMembers"/> members. Otherwise
    /// <see cref="Cursors"/> has only the caller's.
    /// </summary>
    [Key("shared")]
    public bool Shared { get; init; }

    /// <summary>The cursors by user id. A member without one has read nothing.</summary>
    [Key("cursors")]
    public ReadCursor[] Cursors { get; init; } = [];
}

/// <summary>How far a member has read a room.</summary>
[MessagePackObject]
public sealed record ReadCursor
{
    /// <summary>The user's id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The sequence of the newest message that the member has read.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }
}

/// <summary>A member has read further: <see cref="IChatClient.ReadCursorChanged"/>.</summary>
[MessagePackObject]
public sealed record ReadCursorChange
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The user's id: the <c>sub</c> of the token.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The sequence of the newest message that the member has read.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }
}
