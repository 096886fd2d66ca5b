using System.Text.Json.Serialization;
using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The settings of a room. They change together, under one revision of the room.</summary>
[MessagePackObject]
public sealed record RoomInfo
{
    /// <summary>One of <see cref="RoomKinds"/>.</summary>
    [Key("kind")]
    public string Kind { get; init; } = RoomKinds.Public;

    /// <summary>The title to display; null if the room has none.</summary>
    [Key("title")]
    public string? Title { get; init; }

    /// <summary>
    /// The text of a JSON object that the app gave to the room; null without one. In JSON it is sent as the object, in MessagePack
    /// as a string.
    /// </summary>
    [Key("data")]
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>Whether joins, leaves and changes are messages of the kind <see cref="MessageKinds.System"/>.</summary>
    [Key("announce")]
    public bool Announce { get; init; }

    /// <summary>The members who may post: one of <see cref="RoomPosting"/>.</summary>
    [Key("posting")]
    public string Posting { get; init; } = RoomPosting.Members;

    /// <summary>The time between two posts of a member, 0 to 21,600 seconds; 0 for no limit.</summary>
    [Key("slowModeSeconds")]
    public int SlowModeSeconds { get; init; }

    /// <summary>The maximum number of members, 2 to 1,000,000; null for the limit of the server.</summary>
    [Key("maxMembers")]
    public int? MaxMembers { get; init; }

    /// <summary>Whether the room has typing notices.</summary>
    [Key("typing")]
    public bool Typing { get; init; } = true;

    /// <summary>How the room shows its present users: one of <see cref="RoomPresence"/>.</summary>
    [Key("presence")]
    public string Presence { get; init; } = RoomPresence.Full;

    /// <summary>How long messages are kept, 0 to 36,500 days, 0 for ever; null for the setting of the server.</summary>
    [Key("retentionDays")]
    public int? RetentionDays { get; init; }

    /// <summary>The time when the room was archived, in Unix milliseconds; null if it is not archived.</summary>
    [Key("archivedAt")]
    public long? ArchivedAt { get; init; }

    /// <summary>The lowest revision that a cursor may have; 0 if the room still has all changes.</summary>
    [Key("floor")]
    public long Floor { get; init; }

    /// <summary>The revision of the latest change of these settings; 0 if they were never changed.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
