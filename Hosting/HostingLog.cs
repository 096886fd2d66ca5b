using System.Net;

namespace SignalRChat.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(100, LogLevel.Information, "Starting SignalRChat {Version} in environment {Environment}.")]
    public static partial void Starts(ILogger logger, string version, string environment);

    [LoggerMessage(101, LogLevel.Warning,
        "The app stops within {Timeout} s (HostOptions.ShutdownTimeout), and the chat may take {Drain} s to drain: clients would be cut.")]
    public static partial void ShutdownTimeoutTooShort(ILogger logger, double timeout, double drain);

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
