using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests to join a room and receive it: <see cref="IChatHub.JoinRoom"/>.</summary>
[MessagePackObject]
public sealed record JoinRoomRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The cursor: the last revision that the client has; 0 for the beginning. Null returns a snapshot.</summary>
    [Key("after")]
    public long? After { get; init; }

    /// <summary>The epoch of the cursor. If it is not the server's epoch, the server returns a snapshot.</summary>
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

    /// <summary>The epoch of the database: a cursor is invalid under another epoch.</summary>
    [Key("epoch")]
    public string Epoch { get; init; } = "";

    /// <summary>The room's newest revision at the time of the read; 0 for a room without messages.</summary>
    [Key("head")]
    public long Head { get; init; }

    /// <summary>
    /// True if the client must start over: <see cref="Update"/> is a snapshot, and the client drops its data of the room.
    /// </summary>
    [Key("reset")]
    public bool Reset { get; init; }

    /// <summary>
    /// True if more changes exist after <see cref="Update"/>: continue with <see cref="IChatHub.GetUpdates"/> from its <c>through</c>.
    /// </summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }

    /// <summary>The caller's role in the room, one of <see cref="RoomRoles"/>.</summary>
    [Key("role")]
    public string Role { get; init; } = "";

    /// <summary>
    /// With a cursor: the first page of the changes after it. As a snapshot: the newest messages, with <c>after</c> and
    /// <c>through</c> both at <see cref="Head"/>. <see cref="IChatHub.GetHistory"/> returns older messages.
    /// </summary>
    [Key("update")]
    public RoomUpdate Update { get; init; } = new();

    /// <summary>
    /// Users with a connection in the room now, at most <see cref="ChatLimits.PresentSize"/>. Empty if they are too many.
    /// </summary>
    [Key("present")]
    public ChatUser[] Present { get; init; } = [];

    /// <summary>The number of users with a connection in the room now.</summary>
    [Key("presentCount")]
    public int PresentCount { get; init; }

    /// <summary>
    /// The limits of the server. Null if the server does not send them: then the defaults apply, <see cref="ChatLimits"/>.
    /// </summary>
    [Key("limits")]
    public RoomLimits? Limits { get; init; }
}
