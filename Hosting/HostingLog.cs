namespace SignalRChat.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(100, LogLevel.Information, "Starting SignalRChat {Version} in environment {Environment}.")]
    public static partial void Starts(ILogger logger, string version, string environment);
}
