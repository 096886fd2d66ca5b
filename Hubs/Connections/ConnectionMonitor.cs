using System.Net.WebSockets;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Transport;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Checks every connection at a steady interval. SignalR itself never times out a client that does not ping. It has no measure
/// for a client that does not read, or for a user with too many connections.
/// </summary>
internal sealed class ConnectionMonitor(
    LocalConnections connections,
    UserConnections users,
    ConnectionCloser ender,
    IOptions<LivenessOptions> options,
    TimeProvider time,
    ILogger<ConnectionMonitor> logger)
    : PeriodicService(options.Value.SweepInterval, time, logger)
{
    /// <summary>How long a connection that was asked to close may take before it is cut.</summary>
    private static readonly TimeSpan _closeGrace = TimeSpan.FromSeconds(5);

    protected override ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetTimestamp();
        foreach (var connection in connections.Snapshot())
            Look(connection, now);
        foreach (var connectionId in users.Excess())
        {
            if (connections.Find(connectionId) is { EndingSince: null } connection)
                End(connection, SessionEndCodes.TooManyConnections, now, mayReturn: false);
        }
        return default;
    }

    private void Look(ChatConnection connection, long now)
    {
        var watch = connection.Context.Features.Get<ConnectionActivity>();
        if (connection.EndingSince is { } since)
        {
            if (Time.GetElapsedTime(since, now) <= _closeGrace)
                return;
            connection.EndingSince = now;
            ender.Cut(connection, "close-timeout");
        }
        else if (watch?.Budget?.IsExceeded == true)
        {
            End(connection, SessionEndCodes.RateLimited, now);
        }
        else if (watch?.WaitedToSend(now) > options.Value.StallTimeout)
        {
            // The reason waits behind the data that the client does not take; a client that takes it after all learns the reason.
            End(connection, SessionEndCodes.SlowConsumer, now);
        }
        else if (watch?.WaitedToReceive(now) > options.Value.ClientTimeout)
        {
            End(connection, SessionEndCodes.ClientTimeout, now);
        }
        else if (connection.TokenExpiresAt <= Time.GetUtcNow())
        {
            End(connection, SessionEndCodes.TokenExpired, now);
        }
    }

    private void End(ChatConnection connection, string code, long now, bool mayReturn = true)
    {
        connection.EndingSince = now;
        ender.End(connection, code, WebSocketCloseStatus.PolicyViolation, mayReturn);
    }
}
