namespace SignalRChat.Auth.Origins;

/// <summary>
/// Refuses requests to a host name that is not configured, if any are. The framework's own filter would refuse probes, which ask
/// by address.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, IOptions<HostNames> names, ILogger<HostGuard> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!names.Value.AreConfigured || names.Value.AreOwn(context.Request.Host))
            return next(context);

        // Each: the first one is often a scanner's. Chat:LogLimits bounds how many lines one address causes.
        logger.HostRefused(OriginGuard.Loggable(context.Request.Host.Value ?? ""));
        return TypedResults
            .Problem($"Unknown host name; {HostNames.Key} lists the accepted names.", statusCode: StatusCodes.Status400BadRequest)
            .ExecuteAsync(context);
    }
}
