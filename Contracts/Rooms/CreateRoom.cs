using System.Text.Json.Serialization;
using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Makes a room: <see cref="IChatHub.CreateRoom"/>.</summary>
[MessagePackObject]
public sealed record CreateRoomRequest
{
    /// <summary>
    /// The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>. Null: the server chooses a random name.
    /// With a name the call can be repeated.
    /// </summary>
    [Key("room")]
    public string? Room { get; init; }

    /// <summary><see cref="RoomKinds.Public"/> or <see cref="RoomKinds.Private"/>.</summary>
    [Key("kind")]
    public string Kind { get; init; } = "";

    /// <summary>The title, 1 to <see cref="ChatLimits.TitleLength"/> visible characters; null without one.</summary>
    [Key("title")]
    public string? Title { get; init; }

    /// <summary>
    /// The text of a JSON object of the app: at most <see cref="ChatLimits.DataBytes"/>, and at most
    /// <see cref="ChatLimits.DataDepth"/> levels deep. The server does not read it. Null without one. In JSON it is sent as the
    /// object, in MessagePack as a string.
    /// </summary>
    [Key("data")]
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>
    /// The ids of users who become members with the caller, at most <see cref="ChatLimits.MembersAdded"/>. They need not have
    /// connected before.
    /// </summary>
    [Key("members")]
    public string[] Members { get; init; } = [];
}

/// <summary>The answer to <see cref="IChatHub.CreateRoom"/>.</summary>
[MessagePackObject]
public sealed record CreateRoomResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The caller's role in the room, one of <see cref="RoomRoles"/>.</summary>
    [Key("role")]
    public string Role { get; init; } = "";

    /// <summary>The room's newest revision.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
