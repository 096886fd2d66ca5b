namespace SignalRChat.Common;

internal static partial class CommonLog
{
    [LoggerMessage(3900, LogLevel.Error, "A round of {Service} failed; the next one comes.")]
    public static partial void RoundFailed(ILogger logger, string service, Exception exception);
}
