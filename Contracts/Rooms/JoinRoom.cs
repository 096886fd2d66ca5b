using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Asks to hear a room: <see cref="IChatHub.JoinRoom"/>.</summary>
[MessagePackObject]
public sealed record JoinRoomRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The cursor: the last revision the client has, 0 for the very beginning. Without it the answer is a snapshot.</summary>
    [Key("after")]
    public long? After { get; init; }

    /// <summary>The epoch the cursor belongs to. Another one than the server's gets a snapshot.</summary>
    [Key("epoch")]
    public string? Epoch { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.JoinRoom"/>.</summary>
[MessagePackObject]
public sealed record JoinRoomResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The epoch of the database: a cursor is worth nothing under another one.</summary>
    [Key("epoch")]
    public string Epoch { get; init; } = "";

    /// <summary>The room's newest revision at the time of reading; 0 for a room without messages.</summary>
    [Key("head")]
    public long Head { get; init; }

    /// <summary>The client starts over: <see cref="Update"/> is a snapshot, and what it had of the room is to be thrown away.</summary>
    [Key("reset")]
    public bool Reset { get; init; }

    /// <summary>There is more after <see cref="Update"/>: go on with <see cref="IChatHub.GetUpdates"/> from its <c>through</c>.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }

    /// <summary>What the caller may do in the room, one of <see cref="RoomRoles"/>.</summary>
    [Key("role")]
    public string Role { get; init; } = "";

    /// <summary>
    /// With a cursor: what changed after it, the first page. As a snapshot: the newest messages, with <c>after</c> and
    /// <c>through</c> both at <see cref="Head"/>; older ones by <see cref="IChatHub.GetHistory"/>.
    /// </summary>
    [Key("update")]
    public RoomUpdate Update { get; init; } = new();

    /// <summary>Users who are connected to the room now, at most <see cref="ChatLimits.PresentSize"/>.</summary>
    [Key("present")]
    public ChatUser[] Present { get; init; } = [];

    /// <summary>How many users are connected to the room now.</summary>
    [Key("presentCount")]
    public int PresentCount { get; init; }

    /// <summary>
    /// What the server takes. Null from a server that does not tell: then count on the defaults, <see cref="ChatLimits"/>.
    /// </summary>
    [Key("limits")]
    public RoomLimits? Limits { get; init; }
}
