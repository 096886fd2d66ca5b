using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The end of a membership: <see cref="IChatClient.RemovedFromRoom"/>.</summary>
[MessagePackObject]
public sealed record RoomRemoval
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The reason, one of <see cref="RoomRemovalCodes"/>.</summary>
    [Key("code")]
    public string Code { get; init; } = "";

    /// <summary>The room's revision at the removal: the server delivers no later revision.</summary>
    [Key("revision")]
    public long Revision { get; init; }
}
