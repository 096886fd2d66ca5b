namespace SignalRChat.Hubs.Connections;

/// <summary>The requests to the hub that are open: a WebSocket is one until its close was answered. A node that leaves takes no new connection and waits for their end.</summary>
internal sealed class HubRequests(ConnectionOwners owners) : IDisposable
{
    // One for the node itself, until it takes no more: an event that has counted down cannot be raised again.
    private readonly CountdownEvent _open = new(1);
    private volatile bool _onlyKnown;

    /// <summary>From here on only requests on connections that are open: with long polling each message is one.</summary>
    public void TakeOnlyKnown() => _onlyKnown = true;

    public void TakeNone() => _open.Signal();

    /// <summary>False when some are still open after this long, as they are until <see cref="TakeNone"/> was called.</summary>
    public bool HaveEnded(TimeSpan patience) => _open.Wait(patience);

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if ((_onlyKnown && !owners.Knows(context)) || !_open.TryAddCount())
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        try
        {
            await next(context);
        }
        finally
        {
            _open.Signal();
        }
    }

    public void Dispose() => _open.Dispose();
}

internal static class HubRequestsUse
{
    public static IApplicationBuilder UseHubRequests(this IApplicationBuilder app)
    {
        var requests = app.ApplicationServices.GetRequiredService<HubRequests>();
        return app.Use(next => context => requests.RunAsync(context, next));
    }
}
