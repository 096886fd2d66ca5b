using System.Net.WebSockets;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Hubs.Transport;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Checks at a steady interval the connections that may have broken a limit. SignalR itself never times out a client that does not
/// ping. It has no measure for a client that does not read, or for a user with too many connections.
/// </summary>
internal sealed class ConnectionMonitor(
    LocalConnections connections,
    LookSchedule looks,
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
        while (looks.TryTakeDue(now, out var connection))
        {
            // Before the look: what happens from here on plans another one.
            connection.IsLookedAtSoon = false;
            try
            {
                Look(connection, now);
            }
            finally
            {
                PlanNext(connection, now);
            }
        }
        foreach (var connectionId in users.Excess())
        {
            if (connections.Find(connectionId) is { } connection)
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
            connection.EndAgain(now);
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
        else if (connection.Token.ExpiresAt <= Time.GetUtcNow())
        {
            End(connection, SessionEndCodes.TokenExpired, now);
        }
    }

    /// <summary>
    /// Soon if the connection is closing or does not take data, as the progress is measured in each round. Otherwise by the time
    /// when the client's silence would be too long, or its token expires.
    /// </summary>
    private void PlanNext(ChatConnection connection, long now)
    {
        var watch = connection.Context.Features.Get<ConnectionActivity>();
        if (connection.EndingSince is not null || watch?.IsWaitingToSend == true)
        {
            connection.LookSoon();
            return;
        }
        var wait = options.Value.ClientTimeout - (watch?.WaitedToReceive(now) ?? TimeSpan.Zero);
        if (connection.Token.ExpiresAt - Time.GetUtcNow() is { } valid && valid < wait)
            wait = valid;
        looks.Plan(connection, now + Time.TicksOf(wait));
    }

    private void End(ChatConnection connection, string code, long now, bool mayReturn = true)
    {
        if (!connection.TryEnd(now))
            return;
        connection.LookSoon();
        ender.End(connection, code, WebSocketCloseStatus.PolicyViolation, mayReturn);
    }
}
