namespace SignalRChat.Hosting.Metrics;

internal static partial class MetricsLog
{
    [LoggerMessage(110, LogLevel.Information, "Serving metrics at {Address}/metrics to every client that can connect.")]
    public static partial void Listening(ILogger logger, string address);
}
