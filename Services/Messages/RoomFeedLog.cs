namespace SignalRChat.Services.Messages;

internal static partial class RoomFeedLog
{
    [LoggerMessage(3010, LogLevel.Error, "The feed of {Room} failed; the tail check starts it again.")]
    public static partial void Failed(ILogger logger, string room, Exception exception);

    [LoggerMessage(3011, LogLevel.Warning, "The feed of {Room} cannot read what it missed; the tail check tries again.")]
    public static partial void CannotFill(ILogger logger, string room, Exception exception);
}
