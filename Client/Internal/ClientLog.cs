namespace SignalRChat.Client.Internal;

internal static partial class ClientLog
{
    [LoggerMessage(4000, LogLevel.Error, "A handler of the application failed.")]
    public static partial void HandlerFailed(ILogger logger, Exception error);

    [LoggerMessage(4001, LogLevel.Warning, "A handler of {Event} has been running for {Milliseconds} ms; later events wait for it.")]
    public static partial void HandlerSlow(ILogger logger, string @event, double milliseconds);

    [LoggerMessage(4002, LogLevel.Warning, "The application's handlers did not finish within {Milliseconds} ms; closing without them.")]
    public static partial void HandlersGivenUp(ILogger logger, double milliseconds);

    [LoggerMessage(4003, LogLevel.Debug, "Connecting failed; attempt {Attempt} follows in {Milliseconds} ms.")]
    public static partial void ConnectFailed(ILogger logger, long attempt, double milliseconds, Exception? error);

    [LoggerMessage(4004, LogLevel.Information, "The connection is closed; the client does not reconnect.")]
    public static partial void Closed(ILogger logger, Exception error);

    [LoggerMessage(4005, LogLevel.Error, "Following room {Room} failed.")]
    public static partial void FollowingFailed(ILogger logger, string room, Exception error);

    [LoggerMessage(4006, LogLevel.Warning, "The connection did not close within {Milliseconds} ms; abandoning it.")]
    public static partial void ConnectionGivenUp(ILogger logger, double milliseconds);

    [LoggerMessage(4007, LogLevel.Warning, "Could not get a new token before the current one expires; retrying.")]
    public static partial void RenewalFailed(ILogger logger, Exception error);

    [LoggerMessage(4008, LogLevel.Error, "Could not save the cursor of room {Room}; after a restart its changes are delivered again.")]
    public static partial void CursorNotKept(ILogger logger, string room, Exception error);

    [LoggerMessage(4009, LogLevel.Warning,
        "A handler failed, so the cursor of room {Room} does not advance; after a restart this change is delivered again.")]
    public static partial void CursorStays(ILogger logger, string room);

    [LoggerMessage(4010, LogLevel.Error,
        "Could not remove the completed outbox entry {Number}; after a restart it is sent again with the same id.")]
    public static partial void OutboxEntryNotRemoved(ILogger logger, long number, Exception error);

    [LoggerMessage(4011, LogLevel.Warning, "Could not load or save the inbox; after a restart it is empty until the client is connected.")]
    public static partial void InboxNotKept(ILogger logger, Exception error);
}
