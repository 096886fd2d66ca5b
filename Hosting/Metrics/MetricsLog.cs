namespace SignalRChat.Hosting.Metrics;

internal static partial class MetricsLog
{
    [LoggerMessage(110, LogLevel.Information, "The metrics are at {Address}/metrics, for whoever can connect to it.")]
    public static partial void Listening(ILogger logger, string address);
}
