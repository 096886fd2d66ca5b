namespace SignalRChat.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(100, LogLevel.Information, "SignalRChat {Version} starts; environment {Environment}.")]
    public static partial void Starts(ILogger logger, string version, string environment);
}
