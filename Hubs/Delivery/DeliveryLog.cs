namespace SignalRChat.Hubs.Delivery;

internal static partial class DeliveryLog
{
    [LoggerMessage(2100, LogLevel.Error, "Writing to connection {ConnectionId} failed; it is closed and may come back.")]
    public static partial void PumpFailed(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(2101, LogLevel.Information, "Connection {ConnectionId} of {UserId} is ended: {Code}.")]
    public static partial void Ended(ILogger logger, string connectionId, string? userId, string code);
}
