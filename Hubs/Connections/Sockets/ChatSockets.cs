using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SignalRChat.Auth;
using SignalRChat.Services;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Connections.Sockets;

/// <summary>The limits on a client before the hub knows it: on TCP connections, and on WebSockets without a handshake.</summary>
internal static class ChatSockets
{
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddChatSockets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<SocketOptions>(configuration, SocketOptions.SectionName);
        services.AddSingleton(CreateLimits);
        services.AddSingleton<SocketCounter>();
        services.AddSingleton<PendingHandshakes>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, SocketAdmission>();
        return services;
    }

    /// <summary>Must be registered after authentication and the watched WebSockets.</summary>
    public static IApplicationBuilder UsePendingHandshakes(this IApplicationBuilder app)
    {
        var handshakes = app.ApplicationServices.GetRequiredService<PendingHandshakes>();
        return app.Use((context, next) => context.Features.Get<ConnectionActivity>() is { } watch && context.User.Identity?.IsAuthenticated == true
            ? RunAsync(context, watch, handshakes, next)
            : next(context));
    }

    private static async Task RunAsync(HttpContext context, ConnectionActivity watch, PendingHandshakes handshakes, RequestDelegate next)
    {
        if (await handshakes.EnterAsync(context) is not { } pending)
        {
            await TooManyRequests.AnswerAsync(context, "Too many WebSockets of this user or address wait for the hub's handshake; try again later.", _retryAfter);
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

    private static SocketLimits CreateLimits(IServiceProvider services)
    {
        var limits = SocketLimits.From(services.GetRequiredService<IOptions<SocketOptions>>().Value, OpenFileLimit.Read(), OpenFileLimit.CountInUse());
        var wanted = services.GetRequiredService<IOptions<LimitOptions>>().Value.ConnectionsPerNode;
        if (limits.Max < wanted)
            SocketLog.FewFiles(services.GetRequiredService<ILogger<SocketAdmission>>(), limits.Max, wanted);
        return limits;
    }
}
