using SignalRChat.Hubs.Backplane;

namespace SignalRChat.Hosting.Health;

/// <summary>
/// Reports whether the process lives, and whether it should get new clients. Without a backplane it should too: then it is
/// degraded, and gives the reason. Only internal addresses may ask: any other request continues as if the endpoints did not
/// exist, and gets 404.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>The path above all of them.</summary>
    public const string Prefix = "/health";

    public static IServiceCollection AddHealth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<HealthOptions>(configuration, HealthOptions.SectionName);
        return services.AddSingleton<InsidePeers>();
    }

    /// <summary>
    /// Must be registered before the forwarded headers are applied: afterwards a forwarded request looks like a direct one.
    /// </summary>
    public static void UseHealth(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var peers = services.GetRequiredService<InsidePeers>();
        var logger = services.GetRequiredService<ILogger<InsidePeers>>();
        var warned = 0;
        app.Use((context, next) =>
        {
            if (Answer(services, context.Request) is not { } answer || !DirectRequest.Is(context))
                return next(context);
            if (peers.Has(context.Connection))
                return answer.ExecuteAsync(context);
            // Once: any client that reaches the node can send as many requests as it likes.
            if (Interlocked.Exchange(ref warned, 1) == 0)
                HostingLog.HealthRefused(logger, context.Connection.RemoteIpAddress);
            return next(context);
        });
    }

    private static IResult? Answer(IServiceProvider services, HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return null;
        if (request.Path == $"{Prefix}/live")
            return Results.Text("live");
        return request.Path == $"{Prefix}/ready" ? Ready(services) : null;
    }

    private static IResult Ready(IServiceProvider services)
    {
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        if (!lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
            return Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
        var reason = services.GetRequiredService<BackplaneState>().DegradedReason;
        return Results.Text(reason is null ? "ready" : $"degraded: the backplane is away ({reason})");
    }
}
