namespace SignalRChat.Common;

internal static partial class CommonLog
{
    [LoggerMessage(3900, LogLevel.Error, "A run of {Service} failed; retrying at the next interval.")]
    public static partial void RoundFailed(ILogger logger, string service, Exception exception);
}
