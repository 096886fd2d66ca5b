using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Ends the caller's membership: <see cref="IChatHub.LeaveRoom"/>.</summary>
[MessagePackObject]
public sealed record LeaveRoomRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";
}
