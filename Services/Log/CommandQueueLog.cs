namespace SignalRChat.Services.Log;

internal static partial class CommandQueueLog
{
    [LoggerMessage(3000, LogLevel.Error, "The database took none of {Count} commands; their senders were told to retry.")]
    public static partial void StorageUnavailable(ILogger logger, int count, Exception exception);

    [LoggerMessage(3001, LogLevel.Error, "A batch of {Count} commands failed; each is tried alone.")]
    public static partial void BatchFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "Revision {Revision} of {Room} is stored and could not be published; the reconciler repairs it.")]
    public static partial void PublishFailed(ILogger logger, string room, long revision, Exception exception);

    [LoggerMessage(3003, LogLevel.Warning, "The stop does not wait any longer for the database; what it has not stored is answered to nobody, and its senders send it again.")]
    public static partial void GivenUp(ILogger logger);

    [LoggerMessage(3004, LogLevel.Warning, "Another database session holds room {Room}; refused {Count} commands after the wait for it. Other rooms continue. Logged once until the room is free.")]
    public static partial void RoomHeld(ILogger logger, string room, int count);

    [LoggerMessage(3005, LogLevel.Information, "Room {Room} is free again and accepts changes.")]
    public static partial void RoomFree(ILogger logger, string room);
}
