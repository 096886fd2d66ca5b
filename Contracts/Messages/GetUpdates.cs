using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests the changes after a cursor: <see cref="IChatHub.GetUpdates"/>.</summary>
[MessagePackObject]
public sealed record GetUpdatesRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The cursor: the last revision that the client has; 0 for the beginning.</summary>
    [Key("after")]
    public long After { get; init; }

    /// <summary>The maximum number of changes, 1 to <see cref="ChatLimits.CatchUpPageSize"/>.</summary>
    [Key("limit")]
    public int Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.GetUpdates"/>: a <see cref="RoomUpdate"/> that also indicates whether more follows.</summary>
[MessagePackObject]
public sealed record GetUpdatesResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The epoch of the database: a cursor is invalid under another epoch.</summary>
    [Key("epoch")]
    public string Epoch { get; init; } = "";

    /// <summary>The range begins after this revision.</summary>
    [Key("after")]
    public long After { get; init; }

    /// <summary>The range ends with this revision.</summary>
    [Key("through")]
    public long Through { get; init; }

    /// <summary>All messages whose latest change is in the range, by revision, ascending.</summary>
    [Key("messages")]
    public ChatMessage[] Messages { get; init; } = [];

    /// <summary>The reactions whose latest change is in the range, by revision, ascending; null if there are none.</summary>
    [Key("reactions")]
    public MessageReactions[]? Reactions { get; init; }

    /// <summary>The members whose latest change is in the range, by revision, ascending; null if there are none.</summary>
    [Key("members")]
    public ChangedMember[]? Members { get; init; }

    /// <summary>The settings of the room if their latest change is in the range, otherwise null.</summary>
    [Key("info")]
    public RoomInfo? Info { get; init; }

    /// <summary>True if more changes exist: continue from <see cref="Through"/>.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}
