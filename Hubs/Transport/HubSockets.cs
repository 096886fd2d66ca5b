using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using SignalRChat.Hubs.Transport.Sockets;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// The WebSockets of the hub. The request passes the whole pipeline first, which checks and admits it. The connection runs when
/// the pipeline has returned, and where it can be taken over, when the request has ended. So nothing of them lives as long.
/// </summary>
internal sealed class HubSockets(
    HubMetrics metrics, IOptions<LimitOptions> limits, IOptions<LivenessOptions> liveness, TimeProvider time, ILogger<HubSockets> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), time, logger)
{
    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<SocketConnection, bool> _open = new();
    private readonly BeatQueue _beats = new(liveness.Value.KeepAliveInterval, time);
    private volatile bool _abortsAll;

    /// <summary>Random, and only a name: no request is recognized by it.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    public async Task RunAsync(HttpContext context, RequestDelegate pipeline, ConnectionDelegate hub)
    {
        ConnectionActivity? activity = null;
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
            var carrier = context.Features.GetRequiredFeature<ICarrier>();
            if (carrier is ConnectionTakeover taken)
            {
                Take(taken, Connection(taken.Open(), carrier, context.User, activity), activity, hub);
                activity = null;
                return;
            }
            await ForgetAsync(context);
            var connection = Connection(socket, carrier, context.User, activity);
            var serving = ServeAsync(connection, activity, hub);
            activity = null;
            await serving;
        }
        finally
        {
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
        _beats.BeatDue();
        return default;
    }

    /// <summary>The connection is served when its request has ended. The source of its log lines is known to the request only.</summary>
    private void Take(ConnectionTakeover taken, SocketConnection connection, ConnectionActivity activity, ConnectionDelegate hub)
    {
        var source = LogSource.Current;
        taken.Take(() =>
        {
            LogSource.Current = source;
            return ServeAsync(connection, activity, hub);
        });
    }

    private SocketConnection Connection(WebSocket socket, ICarrier carrier, ClaimsPrincipal user, ConnectionActivity activity) =>
        new(NewId(), socket, carrier, user, activity, limits.Value.ReceiveBytes, _beats, Time);

    private async Task ServeAsync(SocketConnection connection, ConnectionActivity activity, ConnectionDelegate hub)
    {
        var began = Time.GetTimestamp();
        _open.TryAdd(connection, true);
        metrics.Opened();
        TransportLog.Opened(Logger, connection);
        try
        {
            if (_abortsAll)
                connection.Abort();
            await connection.RunAsync(hub);
        }
        finally
        {
            _open.TryRemove(connection, out _);
            var (lasted, code) = (Time.GetElapsedTime(began), connection.CloseCode);
            metrics.Closed(lasted, code, connection.IsClosedBy(WebSocketCloseStatus.EndpointUnavailable));
            TransportLog.Closed(Logger, connection, code, lasted);
            activity.Dispose();
        }
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
