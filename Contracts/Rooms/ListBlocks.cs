using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests the users whom the caller blocks: <see cref="IChatHub.ListBlocks"/>.</summary>
[MessagePackObject]
public sealed record ListBlocksRequest
{
    /// <summary>Returns only users after this user id, in ordinal order: that of the last block of the previous page.</summary>
    [Key("after")]
    public string? After { get; init; }

    /// <summary>The maximum number of blocks, 1 to <see cref="ChatLimits.PageSize"/>; as many when absent.</summary>
    [Key("limit")]
    public int? Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.ListBlocks"/>.</summary>
[MessagePackObject]
public sealed record ListBlocksResult
{
    /// <summary>The blocks by user id, ascending in ordinal order.</summary>
    [Key("blocks")]
    public UserBlock[] Blocks { get; init; } = [];

    /// <summary>True if more blocks exist after the last one here.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}

/// <summary>One user whom the caller blocks.</summary>
[MessagePackObject]
public sealed record UserBlock
{
    /// <summary>The blocked user's id.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>
    /// The user's display name: that of the profile which a backend stored, or the one in a room that both are members of. Absent if
    /// neither is found.
    /// </summary>
    [Key("name")]
    public string? Name { get; init; }

    /// <summary>The time of the block, in Unix milliseconds.</summary>
    [Key("blockedAt")]
    public long BlockedAt { get; init; }
}
