using System.Text.Json.Serialization;
using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Changes the settings of a room: <see cref="IChatHub.SetRoom"/>. A member that is null leaves the setting as it is.</summary>
[MessagePackObject]
public sealed record SetRoomRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The title, at most <see cref="ChatLimits.TitleLength"/> characters; an empty one removes it.</summary>
    [Key("title")]
    public string? Title { get; init; }

    /// <summary>
    /// The text of a JSON object of the app: at most <see cref="ChatLimits.DataBytes"/>, and at most
    /// <see cref="ChatLimits.DataDepth"/> levels deep; an empty object removes it. In JSON it is sent as the object, in MessagePack
    /// as a string.
    /// </summary>
    [Key("data")]
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>Whether joins, leaves and changes are messages of the kind <see cref="MessageKinds.System"/>.</summary>
    [Key("announce")]
    public bool? Announce { get; init; }

    /// <summary>The members who may post: one of <see cref="RoomPosting"/>.</summary>
    [Key("posting")]
    public string? Posting { get; init; }

    /// <summary>The time between two posts of a member, 0 to <see cref="ChatLimits.SlowModeSeconds"/>; 0 for no limit.</summary>
    [Key("slowModeSeconds")]
    public int? SlowModeSeconds { get; init; }

    /// <summary>
    /// The maximum number of members, 2 to <see cref="ChatLimits.MaxMembers"/>, or <see cref="ChatLimits.OfServer"/>. Members beyond it
    /// stay.
    /// </summary>
    [Key("maxMembers")]
    public int? MaxMembers { get; init; }

    /// <summary>Whether the room has typing notices. Without, the server accepts and does not send them.</summary>
    [Key("typing")]
    public bool? Typing { get; init; }

    /// <summary>How the room shows its present users: one of <see cref="RoomPresence"/>.</summary>
    [Key("presence")]
    public string? Presence { get; init; }

    /// <summary>
    /// How long messages are to be kept, 0 to <see cref="ChatLimits.RetentionDays"/> days, or <see cref="ChatLimits.OfServer"/>; 0 for
    /// ever. This version of the server stores the setting, and deletes nothing yet.
    /// </summary>
    [Key("retentionDays")]
    public int? RetentionDays { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.SetRoom"/>.</summary>
[MessagePackObject]
public sealed record SetRoomResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The revision of the settings.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
