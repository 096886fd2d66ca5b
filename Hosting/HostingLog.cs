using System.Net;

namespace SignalRChat.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(100, LogLevel.Information, "Starting SignalRChat {Version} in environment {Environment}.")]
    public static partial void Starts(ILogger logger, string version, string environment);

    [LoggerMessage(101, LogLevel.Warning,
        "The app stops within {Timeout} s (HostOptions.ShutdownTimeout), and the chat may take {Drain} s to drain: clients would be cut.")]
    public static partial void ShutdownTimeoutTooShort(ILogger logger, double timeout, double drain);

    [LoggerMessage(102, LogLevel.Critical,
        "The chat could not start: {Reason} The app stops, unless HostOptions.BackgroundServiceExceptionBehavior is Ignore.")]
    public static partial void ChatNotStarted(ILogger logger, string reason, Exception? failure);

    [LoggerMessage(103, LogLevel.Warning, "The chat has no path in the app, so no client can connect: call app.MapSignalRChat.")]
    public static partial void NotMapped(ILogger logger);

    [LoggerMessage(104, LogLevel.Warning,
        "The app logs the addresses of requests, and those of browsers' WebSockets contain tokens: set the log level of {Category} to "
        + "Warning.")]
    public static partial void LogsTokens(ILogger logger, string category);

    [LoggerMessage(105, LogLevel.Error, "The chat could not start, and a part of it that had started could not be stopped.")]
    public static partial void ChatNotCleanedUp(ILogger logger, Exception failure);

    [LoggerMessage(110, LogLevel.Information, "Serving metrics at {Address}/metrics to every client that can connect.")]
    public static partial void ServingMetrics(ILogger logger, string address);

    [LoggerMessage(112, LogLevel.Information, "Serving the server API at {Address}.")]
    public static partial void ServingApi(ILogger logger, string address);

    [LoggerMessage(111, LogLevel.Warning,
        "Rejected a health request from {Address} with 404: only this machine and private networks are allowed. If it is a health check, "
        + "add its network to Health:AllowedNetworks.")]
    public static partial void HealthRefused(ILogger logger, IPAddress? address);

    [LoggerMessage(
        EventId = 120, Message = "Suppressed {Count} more lines of {Category}, event {Event}, within {Seconds} s (Chat:LogLimits).")]
    public static partial void LinesSuppressed(ILogger logger, LogLevel level, int count, string category, int @event, double seconds);
}
