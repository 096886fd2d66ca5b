namespace SignalRChat.Hubs;

internal static partial class HubLog
{
    [LoggerMessage(2000, LogLevel.Debug, "{Method} by {UserId} took {Milliseconds:0.0} ms.")]
    public static partial void Called(ILogger logger, string method, string? userId, double milliseconds);

    [LoggerMessage(2001, LogLevel.Information, "{Method} by {UserId} was refused after {Milliseconds:0.0} ms: {Code}.")]
    public static partial void Refused(ILogger logger, string method, string? userId, double milliseconds, string code);

    // At a lower level than the others: a client that is too fast would fill the log with it.
    [LoggerMessage(2004, LogLevel.Debug, "{Method} by {UserId} was refused: too fast.")]
    public static partial void RateLimited(ILogger logger, string method, string? userId);

    [LoggerMessage(2002, LogLevel.Error, "{Method} by {UserId} failed after {Milliseconds:0.0} ms; the caller was told the trace id {TraceId}.")]
    public static partial void Failed(ILogger logger, string method, string? userId, double milliseconds, string traceId, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "An event for a room could not be sent.")]
    public static partial void EventFailed(ILogger logger, Exception exception);

    [LoggerMessage(2008, LogLevel.Information,
        "User {UserId} sends more frames or bytes than Chat:RateLimits allows; the node reads its connections more slowly.")]
    public static partial void Slowed(ILogger logger, string userId);

    [LoggerMessage(2006, LogLevel.Information,
        "The node is leaving: {Connections} connections, {ReadinessDelay:0.#} s until new clients are refused, then back within {Window:0.#} s.")]
    public static partial void Leaving(ILogger logger, int connections, double readinessDelay, double window);

    [LoggerMessage(2007, LogLevel.Information, "The node has closed {Closed} connections; {Open} did not answer and are cut.")]
    public static partial void Left(ILogger logger, int closed, int open);
}
