using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hubs.Transport;

internal static partial class TransportLog
{
    public static void Opened(ILogger logger, ConnectionContext connection)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            Opened(logger, connection.ConnectionId, UserOf(connection), TransportOf(connection));
    }

    public static void Closed(ILogger logger, ConnectionContext connection, int code, TimeSpan lasted)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            Closed(logger, connection.ConnectionId, UserOf(connection), TransportOf(connection), code, lasted.TotalSeconds);
    }

    private static string? UserOf(ConnectionContext connection) =>
        connection.Features.Get<IConnectionUserFeature>()?.User?.FindFirst(TokenClaims.UserId)?.Value;

    private static HttpTransportType? TransportOf(ConnectionContext connection) =>
        connection.Features.Get<IHttpTransportFeature>()?.TransportType;

    [LoggerMessage(2010, LogLevel.Debug, "Connection {ConnectionId} of {UserId} opened over {Transport}.")]
    private static partial void Opened(ILogger logger, string connectionId, string? userId, HttpTransportType? transport);

    [LoggerMessage(2011, LogLevel.Debug,
        "Connection {ConnectionId} of {UserId} over {Transport} closed with {Code} after {Seconds:0.0} s.")]
    private static partial void Closed(
        ILogger logger, string connectionId, string? userId, HttpTransportType? transport, int code, double seconds);
}
