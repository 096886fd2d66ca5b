namespace SignalRChat.Hosting.Logs;

internal static partial class LogLimitLog
{
    [LoggerMessage(
        EventId = 120, Message = "Suppressed {Count} more lines of {Category}, event {Event}, within {Seconds} s (Chat:LogLimits).")]
    public static partial void LeftOut(ILogger logger, LogLevel level, int count, string category, int @event, double seconds);
}
