using SignalRChat.Services.Feed;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// Refuses a user who is not a member of a room. A private room is refused like one that does not exist, with one and the same read.
/// </summary>
internal sealed class RoomAccess(IRoomStore rooms, TimeProvider time)
{
    /// <summary>
    /// Refuses the command of an outsider of a private room before the command queue: it must neither hold the room's row nor wait for it,
    /// which would show that the room exists. A connection that has joined the room needs no check.
    /// </summary>
    public async Task RequireVisibleAsync(ChatSession session, string room)
    {
        if (session.Find(room) is null && !await IsVisibleAsync(session, room))
            throw Refusals.RoomNotFound(room);
    }

    public Task<bool> IsVisibleAsync(ChatSession session, string room) =>
        rooms.IsVisibleAsync(room, session.User.UserId, CancellationToken.None);

    /// <summary>
    /// Whether one of the two users of a direct room blocks the other. For each subscription the database is asked at most once in the
    /// interval of typing, whatever it answers: so a client that starts to type all the time costs no more, and a blocked one is served
    /// like any other.
    /// </summary>
    public async ValueTask<bool> IsBlockedAsync(RoomSubscription subscription, CancellationToken cancellationToken)
    {
        if (subscription.Block is { } known && time.GetElapsedTime(known.ReadAt) < ChatLimits.TypingInterval)
            return known.IsBlocked;
        var readAt = time.GetTimestamp();
        var isBlocked = await rooms.IsBlockedInAsync(subscription.Room, subscription.UserId, cancellationToken);
        subscription.Block = new(isBlocked, readAt);
        return isBlocked;
    }

    /// <summary>The refusal of a user who is not a member, or whose connection has not joined the room.</summary>
    public async Task<ChatRefusedException> RefusalAsync(string room, string userId, CancellationToken cancellationToken) =>
        await rooms.IsVisibleAsync(room, userId, cancellationToken) ? Refusals.NotAMember(room) : Refusals.RoomNotFound(room);
}
