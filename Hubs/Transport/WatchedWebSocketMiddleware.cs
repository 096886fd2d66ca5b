using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using SignalRChat.Hubs.Transport.Budgets;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// Wraps the WebSocket of a connection to the hub. It must be registered after <c>UseWebSockets</c> and before the endpoint,
/// whose own WebSocket middleware keeps a feature that already exists.
/// </summary>
internal static class WatchedWebSocketMiddleware
{
    public static IApplicationBuilder UseWatchedWebSockets(this IApplicationBuilder app, TimeProvider time) =>
        app.UseWebSockets().Use((context, next) =>
        {
            // Kestrel would cut a slow client without a reason; the connection monitor has its own measure for a client that
            // takes no bytes.
            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
                rate.MinDataRate = null;
            if (context.Features.Get<IHttpWebSocketFeature>() is { IsWebSocketRequest: true } feature)
            {
                var watch = new ConnectionActivity(time)
                {
                    Taken = TcpProgress.Of(context),
                    Budget = context.Features.Get<ConnectionRateLimit>(),
                };
                context.Features.Set(watch);
                context.Features.Set<IHttpWebSocketFeature>(new WatchedFeature(feature, watch, time));
            }
            return next(context);
        });

    private sealed class WatchedFeature(IHttpWebSocketFeature inner, ConnectionActivity watch, TimeProvider time) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => true;

        public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context)
        {
            var socket = await inner.AcceptAsync(context);
            watch.Socket = socket;
            return watch.Direct = new WatchedWebSocket(socket, watch, time);
        }
    }
}
