using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// Takes a TCP connection over from HTTP when its WebSocket was accepted. The request then ends, and HTTP with it: request,
/// headers, access token, and the state of HTTP would otherwise stay in memory as long as the WebSocket. Kestrel leaves the
/// connection open until this returns.
/// </summary>
internal sealed class ConnectionTakeover(ConnectionContext connection, CountedSocket socket) : ICarrier, IConnectionHeartbeatFeature
{
    private static readonly WebSocketCreationOptions _options = new() { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };

    private WebSocket? _webSocket;
    private Func<Task>? _serve;
    private Action? _ended;
    private (Action<object> Beat, object State)[] _beats = [];

    public CountedSocket Socket => socket;

    /// <summary>The pipes of the connection.</summary>
    public IDuplexPipe Transport => connection.Transport;

    /// <summary>The bytes of its WebSocket, as they are metered. Set when the request was upgraded.</summary>
    public Stream? Stream { get; set; }

    /// <summary>The WebSocket was aborted: what is not sent is dropped.</summary>
    public bool IsAborted => _webSocket?.State == WebSocketState.Aborted;

    /// <summary>The connection goes on when its request has ended.</summary>
    public bool IsTaken => _serve is not null;

    public CancellationToken Closed => connection.ConnectionClosed;

    /// <summary>
    /// The connection of a request if it can be taken over; null under TLS, which ends with HTTP, and for a transport that is not
    /// counted.
    /// </summary>
    public static ConnectionTakeover? Of(HttpContext context) =>
        context.Features.Get<ITlsHandshakeFeature>() is null ? context.Features.Get<ConnectionTakeover>() : null;

    /// <summary>Runs HTTP, and then the connection if it was taken over.</summary>
    public async Task RunAsync(ConnectionDelegate http)
    {
        HoldBeats();
        try
        {
            await http(connection);
        }
        finally
        {
            _beats = [];
            try
            {
                await (TakeServe()?.Invoke() ?? Task.CompletedTask);
            }
            finally
            {
                _ended?.Invoke();
            }
        }
    }

    /// <summary>Opens the WebSocket on its own bytes. That of the request holds the request.</summary>
    public WebSocket Open() => _webSocket = WebSocket.CreateFromStream(Stream!, _options);

    /// <summary>Called by the request that was upgraded: when it has ended, the connection is served by this.</summary>
    public void Take(Func<Task> serve) => _serve = serve;

    /// <summary>Called when the connection has ended that was taken over.</summary>
    public void OnEnd(Action ended) => _ended = ended;

    /// <summary>HTTP checks its time-outs here. Kestrel would call it, and keep its objects, as long as the connection.</summary>
    public void OnHeartbeat(Action<object> action, object state) => _beats = [.. _beats, (action, state)];

    public void Abort() => connection.Abort();

    public void End()
    {
        // Kestrel disposes the connection.
    }

    // It holds what only the start needs.
    private Func<Task>? TakeServe()
    {
        var serve = _serve;
        _serve = null;
        return serve;
    }

    private void HoldBeats()
    {
        var host = connection.Features.Get<IConnectionHeartbeatFeature>();
        connection.Features.Set<IConnectionHeartbeatFeature>(this);
        host?.OnHeartbeat(static state => ((ConnectionTakeover)state).Beat(), this);
    }

    private void Beat()
    {
        foreach (var (beat, state) in _beats)
            beat(state);
    }
}
