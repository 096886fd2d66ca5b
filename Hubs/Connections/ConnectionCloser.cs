using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Transport;

namespace SignalRChat.Hubs.Connections;

/// <summary>Ends connections from the server's side: sends the reason, then closes so that the client may reconnect.</summary>
internal sealed class ConnectionCloser(HubMetrics metrics, ILogger<ConnectionCloser> logger)
{
    /// <summary>
    /// Sends the reason and requests the close. If the client does not take it, <see cref="Cut"/> cuts the connection later.
    /// </summary>
    public void End(ChatConnection connection, string code, WebSocketCloseStatus status, bool mayReturn = true)
    {
        var features = connection.Context.Features;
        if (features.Get<ConnectionActivity>() is { } watch)
            watch.CloseAs = (status, code);
        metrics.Ended(code);
        Log(connection, code);
        _ = TellAndCloseAsync(connection.Context, new SessionEnd { Code = code, Reconnect = mayReturn });
    }

    /// <summary>Notifies the client that the node is leaving, and after which time to reconnect elsewhere.</summary>
    public static void SendDraining(ChatConnection connection, TimeSpan reconnectAfter) =>
        _ = TellAsync(
            connection.Context, nameof(IChatClient.Draining), new DrainNotice { ReconnectAfterMs = (int)reconnectAfter.TotalMilliseconds });

    /// <summary>Ends a connection that no longer takes any bytes: the client cannot be sent a reason.</summary>
    public void Cut(ChatConnection connection, string code)
    {
        metrics.Ended(code);
        Log(connection, code);
        connection.Context.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }

    /// <summary>The log line is counted for the client whose session ends, whatever ends it.</summary>
    private void Log(ChatConnection connection, string code)
    {
        var caller = LogSource.Current;
        LogSource.Current = connection.Source;
        try
        {
            DeliveryLog.Ended(logger, connection.Context.ConnectionId, connection.Context.UserIdentifier, code);
        }
        finally
        {
            LogSource.Current = caller;
        }
    }

    /// <summary>Written first: once the close is requested SignalR drops what is not written.</summary>
    private static async Task TellAndCloseAsync(HubConnectionContext connection, SessionEnd ending)
    {
        await TellAsync(connection, nameof(IChatClient.SessionEnding), ending);
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
    }

    /// <summary>Bypasses the outbound queue, which may delay or drop it.</summary>
    private static async Task TellAsync(HubConnectionContext connection, string method, object word) =>
        await connection.WriteAsync(new SerializedHubMessage(new InvocationMessage(method, [word])));
}
