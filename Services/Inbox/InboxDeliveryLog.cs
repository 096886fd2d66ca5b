namespace SignalRChat.Services.Inbox;

internal static partial class InboxDeliveryLog
{
    [LoggerMessage(3650, LogLevel.Warning,
        "Cannot read the inbox of user {User} for connection {ConnectionId}; retrying when the database answers.")]
    public static partial void CannotRead(ILogger logger, string connectionId, string user, Exception exception);

    [LoggerMessage(3651, LogLevel.Error,
        "The database lost commits: the inbox of user {User} is at {Head}, but a client received everything up to {Cursor}. Starting "
        + "another epoch.")]
    public static partial void HeadWentBack(ILogger logger, string user, long head, long cursor);

    [LoggerMessage(3653, LogLevel.Warning, "Cannot read which inboxes have changed; retrying in a second.")]
    public static partial void CannotReadChanges(ILogger logger, Exception exception);

    [LoggerMessage(3652, LogLevel.Warning, "Cannot read the activity of rooms; retrying in a second.")]
    public static partial void CannotReadActivity(ILogger logger, Exception exception);
}
