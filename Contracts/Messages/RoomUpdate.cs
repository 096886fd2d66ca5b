using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>
/// All messages of a room that changed in (<see cref="After"/>, <see cref="Through"/>]: what is pushed live and what catching up
/// returns.
/// </summary>
[MessagePackObject]
public sealed record RoomUpdate
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The epoch of the database: a cursor is worth nothing under another one.</summary>
    [Key("epoch")]
    public string Epoch { get; init; } = "";

    /// <summary>The range begins after this revision.</summary>
    [Key("after")]
    public long After { get; init; }

    /// <summary>The range ends with this revision.</summary>
    [Key("through")]
    public long Through { get; init; }

    /// <summary>
    /// Every message whose latest change lies in the range, by revision, ascending; none where a member went and nothing else
    /// happened.
    /// </summary>
    [Key("messages")]
    public ChatMessage[] Messages { get; init; } = [];
}
