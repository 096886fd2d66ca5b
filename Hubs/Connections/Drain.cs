using System.Net.WebSockets;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Transport;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Drains the node; readiness already fails. After a delay the node takes no new client. It sends each connected client the time
/// to reconnect elsewhere, and closes each with 1001 in turn. Until then a client is served as before. Registered after the hub
/// is mapped, because callbacks on stopping run in reverse order. It delays the stop until the closes are answered, because
/// open connections are cut then.
/// </summary>
internal sealed class Drain(
    LocalConnections connections, HubRequestTracker requests, HubSockets sockets, ConnectionCloser ender, DrainPlan plan,
    Func<double> chance, ILogger<Drain> logger)
{
    // Time is counted in steps: a stopped clock must not delay the stop.
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(50);
    // A close begins with SignalR's own message, and a client has 2 s to answer it.
    private static readonly TimeSpan _hurriedPatience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<ChatConnection, TimeSpan> _turns = [];
    private readonly HashSet<ChatConnection> _closed = [];
    private volatile bool _isHurried;

    /// <summary>A node that has not started has no clients: it ends at once.</summary>
    public void Register(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(() =>
    {
        if (lifetime.ApplicationStarted.IsCancellationRequested)
            Leave();
    });

    /// <summary>The host has no more time: all connections are closed now, whatever step the drain is at.</summary>
    public void Hurry() => _isHurried = true;

    private void Leave()
    {
        HubLog.Leaving(logger, connections.Count, plan.ReadinessDelay.TotalSeconds, plan.Window.TotalSeconds);
        for (var passed = TimeSpan.Zero; passed < plan.ReadinessDelay && !_isHurried; passed += _step)
            requests.HaveEnded(_step);
        requests.TakeOnlyKnown();
        for (var passed = TimeSpan.Zero; passed < plan.ClosesWithin && connections.Count > 0 && !_isHurried; passed += _step)
        {
            DrainStep(passed);
            requests.HaveEnded(_step);
        }
        requests.AwaitEnd();
        for (var waited = TimeSpan.Zero; waited < (_isHurried ? _hurriedPatience : DrainPlan.ClosePatience); waited += _step)
        {
            DrainStep(plan.ClosesWithin);
            if (requests.HaveEnded(_step))
                break;
        }
        HubLog.Left(logger, _closed.Count, connections.Count);
        sockets.AbortAll();
    }

    // Again at each step: one may have been in its handshake.
    private void DrainStep(TimeSpan passed)
    {
        foreach (var connection in connections.Snapshot())
        {
            try
            {
                DrainStep(connection, passed);
            }
            catch (Exception defect)
            {
                // It must not keep the others.
                HubLog.NotEnded(logger, connection.Context.ConnectionId, connection.Context.UserIdentifier, defect);
            }
        }
    }

    private void DrainStep(ChatConnection connection, TimeSpan passed)
    {
        if (!_turns.TryGetValue(connection, out var turn))
            _turns.Add(connection, turn = AskToReconnect(connection, passed));
        if (turn <= passed && _closed.Add(connection))
            ender.End(connection, SessionEndCodes.ServerStopping, WebSocketCloseStatus.EndpointUnavailable);
    }

    private TimeSpan AskToReconnect(ChatConnection connection, TimeSpan passed)
    {
        var back = (plan.SpreadsCloses ? plan.Window - passed : plan.Window) * chance();
        ConnectionCloser.SendDraining(connection, back);
        return plan.SpreadsCloses ? passed + back : passed;
    }
}
