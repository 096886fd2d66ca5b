using SignalRChat.Auth;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hubs.Transport;

/// <summary>Limits the WebSockets that have not finished the hub's handshake.</summary>
internal static class PendingHandshakeMiddleware
{
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Must be registered after authentication and the watched WebSockets.</summary>
    public static IApplicationBuilder UsePendingHandshakes(this IApplicationBuilder app)
    {
        var handshakes = app.ApplicationServices.GetRequiredService<PendingHandshakes>();
        return app.Use((context, next) =>
            context.Features.Get<ConnectionActivity>() is { } watch && context.User.Identity?.IsAuthenticated == true
                ? RunAsync(context, watch, handshakes, next)
                : next(context));
    }

    private static async Task RunAsync(HttpContext context, ConnectionActivity watch, PendingHandshakes handshakes, RequestDelegate next)
    {
        if (await handshakes.EnterAsync(context) is not { } pending)
        {
            await TooManyRequests.AnswerAsync(
                context, "Too many WebSockets of this user or address wait for the handshake; retry later.", _retryAfter);
            return;
        }
        watch.Handshake = pending;
        SocketAdmission.Of(context)?.Connected();
        try
        {
            await next(context);
        }
        finally
        {
            pending.End();
        }
    }
}
