namespace SignalRChat.Hubs.Delivery;

internal static partial class DeliveryLog
{
    [LoggerMessage(2100, LogLevel.Error, "Writing to connection {ConnectionId} failed; closing it. The client may reconnect.")]
    public static partial void PumpFailed(ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(2101, LogLevel.Information, "Closed connection {ConnectionId} of {UserId}: {Code}.")]
    public static partial void Ended(ILogger logger, string connectionId, string? userId, string code);
}
