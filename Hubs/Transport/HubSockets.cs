using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// The WebSockets of the hub. The request passes the whole pipeline first, which checks and admits it. The connection runs when
/// the pipeline has returned, so that nothing of the pipeline lives as long as the connection.
/// </summary>
internal sealed class HubSockets(HubMetrics metrics, IOptions<LimitOptions> limits, TimeProvider time, ILogger<HubSockets> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), time, logger)
{
    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<SocketConnection, bool> _open = new();
    private volatile bool _abortsAll;

    /// <summary>Random, and only a name: no request is recognized by it.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    public async Task RunAsync(HttpContext context, RequestDelegate pipeline, ConnectionDelegate hub)
    {
        SocketConnection? connection = null;
        ConnectionActivity? activity = null;
        var began = 0L;
        try
        {
            try
            {
                await pipeline(context);
            }
            finally
            {
                activity = Admitted(context);
            }
            if (activity is null)
                return;
            var socket = await context.WebSockets.AcceptWebSocketAsync();
            await ForgetAsync(context);
            connection = new SocketConnection(NewId(), socket, context, activity, limits.Value.ReceiveBytes, Time);
            began = Time.GetTimestamp();
            _open.TryAdd(connection, true);
            metrics.Opened();
            if (_abortsAll)
                connection.Abort();
            await connection.RunAsync(hub);
        }
        finally
        {
            if (connection is not null && _open.TryRemove(connection, out _))
                metrics.Closed(Time.GetElapsedTime(began), connection.IsClosedBy(WebSocketCloseStatus.EndpointUnavailable));
            activity?.Dispose();
        }
    }

    /// <summary>Cuts all connections that are left, and those whose upgrade is on its way.</summary>
    public void AbortAll()
    {
        _abortsAll = true;
        foreach (var (connection, _) in _open)
            connection.Abort();
    }

    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        foreach (var (connection, _) in _open)
            connection.Beat();
        return default;
    }

    private static ConnectionActivity? Admitted(HttpContext context) =>
        context.Features.Get<ConnectionActivity>() is { IsAdmitted: true } activity ? activity : null;

    /// <summary>Drops all that only the request needed: its services, the result of its sign-in, and its route.</summary>
    private static async Task ForgetAsync(HttpContext context)
    {
        var user = context.User;
        if (context.Features.Get<IServiceProvidersFeature>() is IAsyncDisposable scope)
            await scope.DisposeAsync();
        context.Features.Set<IServiceProvidersFeature>(null);
        context.Features.Set<IAuthenticateResultFeature>(null);
        context.Features.Set<IHttpAuthenticationFeature>(null);
        context.Features.Set<IItemsFeature>(null);
        context.Features.Set<IEndpointFeature>(null);
        context.Features.Set<IRouteValuesFeature>(null);
        context.Features.Set<IQueryFeature>(null);
        context.User = user;
    }
}
