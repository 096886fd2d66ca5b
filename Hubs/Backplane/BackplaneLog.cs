namespace SignalRChat.Hubs.Backplane;

internal static partial class BackplaneLog
{
    [LoggerMessage(2120, LogLevel.Information, "The backplane is healthy: {Subscriptions} subscriptions, a message to ourselves took {Milliseconds:0.0} ms.")]
    public static partial void Healthy(ILogger logger, int subscriptions, double milliseconds);

    [LoggerMessage(2121, LogLevel.Warning, "The node does without the backplane: {Reason}. Messages of other nodes come by the database; it is built anew until it is healthy.")]
    public static partial void Degraded(ILogger logger, string reason);

    [LoggerMessage(2122, LogLevel.Debug, "The backplane could not be built: {Reason}.")]
    public static partial void StillDegraded(ILogger logger, string reason);

    [LoggerMessage(2123, LogLevel.Debug, "What kept the backplane from being built.")]
    public static partial void Failed(ILogger logger, Exception exception);
}
