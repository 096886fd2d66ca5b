using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// Refuses a user who is not a member of a room. A private room is refused like one that does not exist, with one and the same read.
/// </summary>
internal sealed class RoomAccess(IRoomStore rooms)
{
    /// <summary>The refusal of a user who is not a member, or whose connection has not joined the room.</summary>
    public async Task<ChatRefusedException> RefusalAsync(string room, string userId, CancellationToken cancellationToken) =>
        await rooms.IsVisibleAsync(room, userId, cancellationToken) ? Refusals.NotAMember(room) : Refusals.RoomNotFound(room);
}
