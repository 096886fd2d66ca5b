namespace SignalRChat.Services.Log;

internal static partial class CommandQueueLog
{
    [LoggerMessage(3000, LogLevel.Error, "The database stored none of {Count} commands; their senders are asked to retry.")]
    public static partial void StorageUnavailable(ILogger logger, int count, Exception exception);

    [LoggerMessage(3001, LogLevel.Error, "A batch of {Count} commands failed; retrying each alone.")]
    public static partial void BatchFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "Stored revision {Revision} of room {Room} but could not publish it; the reconciler delivers it.")]
    public static partial void PublishFailed(ILogger logger, string room, long revision, Exception exception);

    [LoggerMessage(3003, LogLevel.Warning,
        "Stopping without waiting longer for the database. Commands that are not stored get no answer, and their senders retry them.")]
    public static partial void GivenUp(ILogger logger);

    [LoggerMessage(3004, LogLevel.Warning,
        "Another database session holds room {Room}; rejected {Count} commands after waiting. Other rooms continue. Logged once until "
        + "the room is free.")]
    public static partial void RoomHeld(ILogger logger, string room, int count);

    [LoggerMessage(3006, LogLevel.Error,
        "Stored changes of {Count} inboxes but could not notify their followers; the reconciler does it.")]
    public static partial void InboxesFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(3007, LogLevel.Error, "A listener of the traces failed; spans are missing.")]
    public static partial void TraceFailed(ILogger logger, Exception exception);

    [LoggerMessage(3005, LogLevel.Information, "Room {Room} is free again and accepts changes.")]
    public static partial void RoomFree(ILogger logger, string room);
}
