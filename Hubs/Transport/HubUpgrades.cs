using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hubs.Transport.Budgets;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hubs.Transport;

/// <summary>The requests that open a WebSocket of the hub. Any node takes them, whichever node the client negotiated with.</summary>
internal static class HubUpgrades
{
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Serves the WebSockets that the rest of the pipeline admits. Must be registered before everything that the pipeline keeps for
    /// a request, and after what the connection needs: the client's address and the source of its log lines.
    /// </summary>
    public static IApplicationBuilder UseHubSockets(this IApplicationBuilder app, ConnectionDelegate hub)
    {
        var sockets = app.ApplicationServices.GetRequiredService<HubSockets>();
        return app.Use(next => context => sockets.RunAsync(context, next, hub));
    }

    /// <summary>Recognizes a WebSocket of the hub. Must be registered after authentication and the budget.</summary>
    public static IApplicationBuilder UseHubUpgrades(this IApplicationBuilder app)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();

        // SignalR's own pings keep a connection alive.
        return app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan }).Use((context, next) =>
        {
            // Kestrel would cut a slow client without a reason; the connection monitor has its own measure for a client that
            // takes no bytes.
            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
                rate.MinDataRate = null;
            if (Opens(context) && context.Features.Get<ConnectionRateLimit>() is { } budget)
            {
                context.Features.Set(new ConnectionActivity(time)
                {
                    Tcp = TcpProgress.SocketOf(context),
                    Budget = budget,
                    TokenExpiresAt = TokenExpiry.Of(context),
                });
            }
            return next(context);
        });
    }

    /// <summary>
    /// Limits the WebSockets that have not finished the hub's handshake, and admits the others: here their request ends. Must be
    /// registered after all other checks of an upgrade.
    /// </summary>
    public static IApplicationBuilder UsePendingHandshakes(this IApplicationBuilder app)
    {
        var handshakes = app.ApplicationServices.GetRequiredService<PendingHandshakes>();
        return app.Use((context, next) =>
            context.Features.Get<ConnectionActivity>() is { } watch ? AdmitAsync(context, watch, handshakes) : next(context));
    }

    private static bool Opens(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        && context.Request.Path.StartsWithSegments(ChatPaths.Hub, out var rest)
        && rest.Value is null or "" or "/";

    private static async Task AdmitAsync(HttpContext context, ConnectionActivity watch, PendingHandshakes handshakes)
    {
        if (await handshakes.EnterAsync(context) is not { } pending)
        {
            await TooManyRequests.AnswerAsync(
                context, "Too many WebSockets of this user or address wait for the handshake; retry later.", _retryAfter);
            return;
        }
        watch.Handshake = pending;
        SocketAdmission.Of(context)?.Connected();
    }
}
