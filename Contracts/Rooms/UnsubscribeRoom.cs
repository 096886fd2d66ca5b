using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Ends this connection's subscription to a room, and not the membership: <see cref="IChatHub.UnsubscribeRoom"/>.</summary>
[MessagePackObject]
public sealed record UnsubscribeRoomRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";
}
