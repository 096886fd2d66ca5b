using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests the list of rooms: <see cref="IChatHub.ListRooms"/>.</summary>
[MessagePackObject]
public sealed record ListRoomsRequest
{
    /// <summary>Returns only rooms whose name begins with this prefix; at most 64 characters of a room name.</summary>
    [Key("prefix")]
    public string? Prefix { get; init; }

    /// <summary>
    /// Returns only rooms after this name: the last one of the previous page, or its <see cref="ListRoomsResult.Next"/>.
    /// </summary>
    [Key("after")]
    public string? After { get; init; }

    /// <summary>The maximum number of rooms, 1 to <see cref="ChatLimits.PageSize"/>.</summary>
    [Key("limit")]
    public int Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.ListRooms"/>.</summary>
[MessagePackObject]
public sealed record ListRoomsResult
{
    /// <summary>The rooms by name, ascending in ordinal order.</summary>
    [Key("rooms")]
    public RoomSummary[] Rooms { get; init; } = [];

    /// <summary>True if more rooms exist after the last one here.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }

    /// <summary>
    /// The place of the next page, if this one is empty and there are more: the caller's token permits few of many rooms, and one call
    /// reads only so far. The caller may not be permitted to join the room of this name.
    /// </summary>
    [Key("next")]
    public string? Next { get; init; }
}

/// <summary>One room in a list.</summary>
[MessagePackObject]
public sealed record RoomSummary
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>True if the room is private: only existing members can join it.</summary>
    [Key("isPrivate")]
    public bool IsPrivate { get; init; }

    /// <summary>Whether the caller is a member.</summary>
    [Key("isMember")]
    public bool IsMember { get; init; }

    /// <summary>The room's newest revision; 0 for a room without messages.</summary>
    [Key("head")]
    public long Head { get; init; }

    /// <summary>The number of users with a connection in the room now.</summary>
    [Key("presentCount")]
    public int PresentCount { get; init; }
}
