using Microsoft.AspNetCore.Connections;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Tracks the hub's open requests and connections. A WebSocket counts as a request until its close was answered, also if its request
/// has ended before. A long-polling connection may be between two requests, with data that it has not fetched. A node that leaves takes
/// no new connection and waits for the end of these.
/// </summary>
internal sealed class HubRequestTracker(ConnectionOwners owners)
{
    private const string RetryAfterSeconds = "1";

    private readonly object _gate = new();
    // One for the node itself, until it leaves.
    private int _open = 1;
    private volatile bool _onlyKnown;

    /// <summary>From here on only requests on connections that are open: with long polling each message is one.</summary>
    public void TakeOnlyKnown() => _onlyKnown = true;

    /// <summary>From here on all requests may end: a connection that is open is served until it has ended.</summary>
    public void AwaitEnd() => End();

    /// <summary>False when some are still open after this long, as they are until <see cref="AwaitEnd"/> was called.</summary>
    public bool HaveEnded(TimeSpan patience)
    {
        lock (_gate)
            return _open == 0 || Monitor.Wait(_gate, patience);
    }

    /// <summary>Answers 503 to a request that the node no longer takes.</summary>
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!HasLeft && (!_onlyKnown || owners.Knows(context)))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Task.CompletedTask;
    }

    /// <summary>Counts a request. One that arrives too late is not counted, and is refused later.</summary>
    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        if (!TryBegin())
        {
            await next(context);
            return;
        }
        try
        {
            await next(context);
        }
        finally
        {
            // A WebSocket that was taken over lasts longer than its request.
            if (ConnectionTakeover.Of(context) is { IsTaken: true } taken)
                taken.OnEnd(End);
            else
                End();
        }
    }

    /// <summary>Counts a connection until its transport is closed.</summary>
    public void Hold(ConnectionContext connection)
    {
        if (TryBegin())
            connection.ConnectionClosed.Register(End);
    }

    private bool HasLeft
    {
        get
        {
            lock (_gate)
                return _open == 0;
        }
    }

    private bool TryBegin()
    {
        lock (_gate)
        {
            if (_open == 0)
                return false;
            _open++;
            return true;
        }
    }

    private void End()
    {
        lock (_gate)
        {
            if (--_open == 0)
                Monitor.PulseAll(_gate);
        }
    }
}

internal static class HubRequestTrackerUse
{
    /// <summary>Must be registered outside of the WebSockets, which are counted as long as they are open.</summary>
    public static IApplicationBuilder UseHubRequestCount(this IApplicationBuilder app)
    {
        var requests = app.ApplicationServices.GetRequiredService<HubRequestTracker>();
        return app.Use(next => context => requests.CountAsync(context, next));
    }

    /// <summary>Must be registered after CORS, so that pages of other origins can read the answer too.</summary>
    public static IApplicationBuilder UseHubRequestCheck(this IApplicationBuilder app)
    {
        var requests = app.ApplicationServices.GetRequiredService<HubRequestTracker>();
        return app.Use(next => context => requests.CheckAsync(context, next));
    }

    public static IConnectionBuilder HoldUntilClosed(this IConnectionBuilder builder, HubRequestTracker requests) =>
        builder.Use(next => connection =>
        {
            requests.Hold(connection);
            return next(connection);
        });
}
