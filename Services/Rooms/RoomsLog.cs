namespace SignalRChat.Services.Rooms;

internal static partial class RoomsLog
{
    [LoggerMessage(3200, LogLevel.Warning, "{Policy} of the app failed or was too slow; Chat:Policy:OnFailure is {OnFailure}.")]
    public static partial void PolicyFailed(ILogger logger, string policy, PolicyFailure onFailure, Exception exception);
}
