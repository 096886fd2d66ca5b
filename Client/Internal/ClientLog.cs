using Microsoft.Extensions.Logging;

namespace SignalRChat.Client.Internal;

internal static partial class ClientLog
{
    [LoggerMessage(4000, LogLevel.Error, "A handler of the app failed.")]
    public static partial void HandlerFailed(ILogger logger, Exception error);

    [LoggerMessage(4001, LogLevel.Warning, "A handler of {Event} has been running for {Milliseconds} ms; events wait behind it.")]
    public static partial void HandlerSlow(ILogger logger, string @event, double milliseconds);

    [LoggerMessage(4002, LogLevel.Warning, "The handlers of the app did not finish in {Milliseconds} ms and were given up.")]
    public static partial void HandlersGivenUp(ILogger logger, double milliseconds);

    [LoggerMessage(4003, LogLevel.Debug, "Connecting failed; try {Attempt} in {Milliseconds} ms.")]
    public static partial void ConnectFailed(ILogger logger, long attempt, double milliseconds, Exception? error);

    [LoggerMessage(4004, LogLevel.Information, "The connection ended for good.")]
    public static partial void Closed(ILogger logger, Exception error);

    [LoggerMessage(4005, LogLevel.Error, "Following room {Room} failed.")]
    public static partial void FollowingFailed(ILogger logger, string room, Exception error);

    [LoggerMessage(4006, LogLevel.Warning, "The connection could not be closed in {Milliseconds} ms and was given up.")]
    public static partial void ConnectionGivenUp(ILogger logger, double milliseconds);

    [LoggerMessage(4007, LogLevel.Warning, "A token to follow the one in use could not be had; it is asked for again.")]
    public static partial void RenewalFailed(ILogger logger, Exception error);

    [LoggerMessage(4008, LogLevel.Error, "The cursor of room {Room} could not be kept; a restart would hand its changes over again.")]
    public static partial void CursorNotKept(ILogger logger, string room, Exception error);

    [LoggerMessage(4009, LogLevel.Warning, "A handler failed, so the cursor of room {Room} stays where it is: a restart hands this change over again.")]
    public static partial void CursorStays(ILogger logger, string room);

    [LoggerMessage(4010, LogLevel.Error, "Entry {Number} of the outbox has its outcome and could not be removed; a restart would repeat it, with its id.")]
    public static partial void OutboxEntryNotRemoved(ILogger logger, long number, Exception error);
}
