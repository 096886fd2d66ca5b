using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Connections;

/// <summary>Rejects new connections to a node that is full. Requests on open connections continue.</summary>
internal static class NodeCapacity
{
    private const string RetryAfterSeconds = "5";

    public static IApplicationBuilder UseNodeCapacity(this IApplicationBuilder app)
    {
        var connections = app.ApplicationServices.GetRequiredService<LocalConnections>();
        var most = app.ApplicationServices.GetRequiredService<IOptions<LimitOptions>>().Value.ConnectionsPerNode;
        return app.Use((context, next) =>
        {
            if (connections.Count < most || !OpensConnection(context))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Task.CompletedTask;
        });
    }

    public static bool Negotiates(HttpContext context) =>
        context.Request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase);

    private static bool OpensConnection(HttpContext context) => context.WebSockets.IsWebSocketRequest || Negotiates(context);
}
