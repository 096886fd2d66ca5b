using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// The changes of a room in (<see cref="After"/>, <see cref="Through"/>]: of messages, reactions, members and the settings. The server
/// pushes it live and returns it during catch-up.
/// </summary>
[MessagePackObject]
public sealed record RoomUpdate
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The epoch of the database: a cursor is invalid under another epoch.</summary>
    [Key("epoch")]
    public string Epoch { get; init; } = "";

    /// <summary>The range begins after this revision.</summary>
    [Key("after")]
    public long After { get; init; }

    /// <summary>The range ends with this revision.</summary>
    [Key("through")]
    public long Through { get; init; }

    /// <summary>
    /// All messages whose latest change is in the range, by revision, ascending. May be empty.
    /// </summary>
    [Key("messages")]
    public ChatMessage[] Messages { get; init; } = [];

    /// <summary>
    /// The reactions to messages whose latest change is in the range, by revision, ascending; null if there are none. In a snapshot:
    /// the reactions to its messages.
    /// </summary>
    [Key("reactions")]
    public MessageReactions[]? Reactions { get; init; }

    /// <summary>
    /// The members whose latest change is in the range, by revision, ascending; null if there are none. Always null in a snapshot:
    /// <see cref="IChatHub.GetMembers"/> returns the members.
    /// </summary>
    [Key("members")]
    public ChangedMember[]? Members { get; init; }

    /// <summary>The settings of the room if their latest change is in the range, otherwise null. Always there in a snapshot.</summary>
    [Key("info")]
    public RoomInfo? Info { get; init; }
}
