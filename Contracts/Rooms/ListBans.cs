using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests the bans of a room: <see cref="IChatHub.ListBans"/>.</summary>
[MessagePackObject]
public sealed record ListBansRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Returns only users after this user id, in ordinal order: that of the last ban of the previous page.</summary>
    [Key("after")]
    public string? After { get; init; }

    /// <summary>The maximum number of bans, 1 to <see cref="ChatLimits.PageSize"/>.</summary>
    [Key("limit")]
    public int Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.ListBans"/>.</summary>
[MessagePackObject]
public sealed record ListBansResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The bans by user id, ascending in ordinal order.</summary>
    [Key("bans")]
    public RoomBan[] Bans { get; init; } = [];

    /// <summary>True if more bans exist after the last one here.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}

/// <summary>One banned user of a room.</summary>
[MessagePackObject]
public sealed record RoomBan
{
    /// <summary>The banned user's id.</summary>
    [Key("userId")]
    public string UserId { get; init; } = "";

    /// <summary>The id of the user who gave the ban; empty if a backend did.</summary>
    [Key("by")]
    public string By { get; init; } = "";

    /// <summary>The time of the ban, in Unix milliseconds.</summary>
    [Key("bannedAt")]
    public long BannedAt { get; init; }
}
