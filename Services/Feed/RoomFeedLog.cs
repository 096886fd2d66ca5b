namespace SignalRChat.Services.Feed;

internal static partial class RoomFeedLog
{
    [LoggerMessage(3010, LogLevel.Error, "The feed of {Room} failed; the reconciler starts it again.")]
    public static partial void Failed(ILogger logger, string room, Exception exception);

    [LoggerMessage(3013, LogLevel.Error, "The database lost commits: {Room} is at {Head}, and its members were sent everything up to {Position}. Beginning another epoch.")]
    public static partial void HeadWentBack(ILogger logger, string room, long head, long position);

    [LoggerMessage(3012, LogLevel.Warning, "{Room} began epoch {Epoch} at {Through}; the position before was {Position}. Its members start over.")]
    public static partial void BeganEpoch(ILogger logger, string room, string epoch, long position, long through);

    [LoggerMessage(3011, LogLevel.Warning, "The feed of {Room} cannot read what it missed; the reconciler tries again.")]
    public static partial void CannotFill(ILogger logger, string room, Exception exception);

    [LoggerMessage(3015, LogLevel.Warning, "User {User} has no membership row in {Room} any more; it was deleted without a removal. The user no longer receives the room.")]
    public static partial void MembershipGone(ILogger logger, string user, string room);
}
