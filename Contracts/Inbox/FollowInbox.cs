using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// Reads the caller's inbox after a cursor, and subscribes this connection to its changes: <see cref="IChatHub.FollowInbox"/>.
/// </summary>
[MessagePackObject]
public sealed record FollowInboxRequest
{
    /// <summary>The cursor: the <see cref="FollowInboxResult.Through"/> that the client has; null for none.</summary>
    [Key("after")]
    public long? After { get; init; }

    /// <summary>The epoch that the cursor belongs to; null without a cursor.</summary>
    [Key("epoch")]
    public string? Epoch { get; init; }

    /// <summary>The maximum number of entries, 1 to <see cref="ChatLimits.PageSize"/>; null for the most.</summary>
    [Key("limit")]
    public int? Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.FollowInbox"/>.</summary>
[MessagePackObject]
public sealed record FollowInboxResult
{
    /// <summary>The epoch of the database: a cursor is invalid under another epoch.</summary>
    [Key("epoch")]
    public string Epoch { get; init; } = "";

    /// <summary>The cursor after this page.</summary>
    [Key("through")]
    public long Through { get; init; }

    /// <summary>
    /// True if there was no cursor, or one that cannot be continued: drop all entries, these are the first ones. Rooms that the user has
    /// left are not among them.
    /// </summary>
    [Key("reset")]
    public bool Reset { get; init; }

    /// <summary>The entries whose latest change is after the cursor and not after <see cref="Through"/>, by revision, ascending.</summary>
    [Key("entries")]
    public InboxEntry[] Entries { get; init; } = [];

    /// <summary>True if more entries exist: continue from <see cref="Through"/>.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}
