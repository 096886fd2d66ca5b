namespace SignalRChat.Hubs;

internal static partial class HubLog
{
    [LoggerMessage(2000, LogLevel.Debug, "{Method} by {UserId} took {Milliseconds:0.0} ms.")]
    public static partial void Called(ILogger logger, string method, string? userId, double milliseconds);

    [LoggerMessage(2001, LogLevel.Information, "Rejected {Method} by {UserId} after {Milliseconds:0.0} ms: {Code}.")]
    public static partial void Refused(ILogger logger, string method, string? userId, double milliseconds, string code);

    // At a lower level than the others: a client that is too fast would fill the log with it.
    [LoggerMessage(2004, LogLevel.Debug, "Rejected {Method} by {UserId}: rate limit exceeded.")]
    public static partial void RateLimited(ILogger logger, string method, string? userId);

    [LoggerMessage(2002, LogLevel.Error,
        "{Method} by {UserId} failed after {Milliseconds:0.0} ms; the caller received trace id {TraceId}.")]
    public static partial void Failed(
        ILogger logger, string method, string? userId, double milliseconds, string traceId, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "Could not send a room event.")]
    public static partial void EventFailed(ILogger logger, Exception exception);

    [LoggerMessage(2008, LogLevel.Information,
        "User {UserId} exceeds Chat:RateLimits in frames or bytes; throttling the user's connections.")]
    public static partial void Slowed(ILogger logger, string userId);

    [LoggerMessage(2009, LogLevel.Error, "Could not end connection {ConnectionId} of {UserId}; the others are ended.")]
    public static partial void NotEnded(ILogger logger, string connectionId, string? userId, Exception exception);

    [LoggerMessage(2006, LogLevel.Information,
        "Draining {Connections} connections: new clients are rejected after {ReadinessDelay:0.#} s; existing ones are asked to reconnect "
        + "within {Window:0.#} s.")]
    public static partial void Leaving(ILogger logger, int connections, double readinessDelay, double window);

    [LoggerMessage(2007, LogLevel.Information, "Drained: closed {Closed} connections and aborted {Open} that did not respond.")]
    public static partial void Left(ILogger logger, int closed, int open);
}
