namespace SignalRChat.Hubs.Backplane;

internal static partial class BackplaneLog
{
    [LoggerMessage(2120, LogLevel.Information, "Backplane healthy: {Subscriptions} subscriptions; a probe took {Milliseconds:0.0} ms.")]
    public static partial void Healthy(ILogger logger, int subscriptions, double milliseconds);

    [LoggerMessage(2121, LogLevel.Warning, "Backplane unavailable: {Reason}; falling back to database polling until Redis is back.")]
    public static partial void Degraded(ILogger logger, string reason);

    [LoggerMessage(2122, LogLevel.Debug, "Backplane still unavailable: {Reason}.")]
    public static partial void StillDegraded(ILogger logger, string reason);

    [LoggerMessage(2123, LogLevel.Debug, "Connecting the backplane failed.")]
    public static partial void Failed(ILogger logger, Exception exception);
}
