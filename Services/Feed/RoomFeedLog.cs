namespace SignalRChat.Services.Feed;

internal static partial class RoomFeedLog
{
    [LoggerMessage(3010, LogLevel.Error, "The feed of room {Room} failed; the reconciler restarts it.")]
    public static partial void Failed(ILogger logger, string room, Exception exception);

    [LoggerMessage(3013, LogLevel.Error,
        "The database lost commits: room {Room} is at {Head}, but its members received everything up to {Position}. Starting another "
        + "epoch.")]
    public static partial void HeadWentBack(ILogger logger, string room, long head, long position);

    [LoggerMessage(3012, LogLevel.Warning,
        "Room {Room} started epoch {Epoch} at {Through}; its position was {Position}. Its members start over.")]
    public static partial void BeganEpoch(ILogger logger, string room, string epoch, long position, long through);

    [LoggerMessage(3011, LogLevel.Warning, "The feed of room {Room} cannot read missed updates; the reconciler retries.")]
    public static partial void CannotFill(ILogger logger, string room, Exception exception);

    [LoggerMessage(3015, LogLevel.Warning,
        "User {User} no longer has a membership row in room {Room}: the row was deleted without a removal. The user no longer receives "
        + "the room.")]
    public static partial void MembershipGone(ILogger logger, string user, string room);
}
