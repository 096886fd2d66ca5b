using Microsoft.AspNetCore.Connections;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Tracks the hub's open requests and connections. A WebSocket is an open request until its close was answered. A long-polling
/// connection may be between two requests, with data that it has not fetched. A node that leaves takes no new connection and
/// waits for the end of these.
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

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if ((_onlyKnown && !owners.Knows(context)) || !TryBegin())
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return;
        }
        try
        {
            await next(context);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Counts a connection until its transport is closed.</summary>
    public void Hold(ConnectionContext connection)
    {
        if (TryBegin())
            connection.ConnectionClosed.Register(End);
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
    public static IApplicationBuilder UseHubRequestTracker(this IApplicationBuilder app)
    {
        var requests = app.ApplicationServices.GetRequiredService<HubRequestTracker>();
        return app.Use(next => context => requests.RunAsync(context, next));
    }

    public static IConnectionBuilder HoldUntilClosed(this IConnectionBuilder builder, HubRequestTracker requests) =>
        builder.Use(next => connection =>
        {
            requests.Hold(connection);
            return next(connection);
        });
}
