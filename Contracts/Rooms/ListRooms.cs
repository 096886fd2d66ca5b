using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Asks which rooms there are: <see cref="IChatHub.ListRooms"/>.</summary>
[MessagePackObject]
public sealed record ListRoomsRequest
{
    /// <summary>Only rooms whose name begins so; at most 64 characters of a room name.</summary>
    [Key("prefix")]
    public string? Prefix { get; init; }

    /// <summary>Only rooms that follow this name: the last one of the page before.</summary>
    [Key("after")]
    public string? After { get; init; }

    /// <summary>How many, 1 to <see cref="ChatLimits.PageSize"/>.</summary>
    [Key("limit")]
    public int Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.ListRooms"/>.</summary>
[MessagePackObject]
public sealed record ListRoomsResult
{
    /// <summary>By name, ascending in ordinal order.</summary>
    [Key("rooms")]
    public RoomSummary[] Rooms { get; init; } = [];

    /// <summary>There are more rooms after the last one here.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}

/// <summary>One room in a list.</summary>
[MessagePackObject]
public sealed record RoomSummary
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Whether only those made members can join it.</summary>
    [Key("isPrivate")]
    public bool IsPrivate { get; init; }

    /// <summary>Whether the caller is a member.</summary>
    [Key("isMember")]
    public bool IsMember { get; init; }

    /// <summary>The room's newest revision; 0 for a room without messages.</summary>
    [Key("head")]
    public long Head { get; init; }

    /// <summary>How many users are connected to the room now.</summary>
    [Key("presentCount")]
    public int PresentCount { get; init; }
}
