namespace SignalRChat.Services;

internal static partial class ServiceLog
{
    [LoggerMessage(3900, LogLevel.Error, "A round of {Service} failed; the next one comes.")]
    public static partial void RoundFailed(ILogger logger, string service, Exception exception);
}
