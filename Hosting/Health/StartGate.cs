namespace SignalRChat.Hosting.Health;

/// <summary>
/// The server listens while its storage starts, so that health checks see it alive. Until the storage has started, every other
/// request gets 503 and <c>Retry-After</c>: proxies try another node, and clients retry.
/// </summary>
internal static class StartGate
{
    private const string RetryAfterSeconds = "1";

    /// <summary>
    /// Must be registered after CORS, so that pages of other origins can read the answer too, and before everything that needs the storage.
    /// </summary>
    public static void UseStartGate(this IApplicationBuilder app)
    {
        var started = app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted;
        app.Use((context, next) =>
        {
            if (started.IsCancellationRequested || context.Request.Path.StartsWithSegments(HealthEndpoints.Prefix))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return context.Response.WriteAsync("starting", context.RequestAborted);
        });
    }
}
