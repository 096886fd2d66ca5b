using System.Collections.Concurrent;
using System.Net.WebSockets;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Users;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Ends the connections of banned users and of revoked tokens. While the node has connections it asks the database once a second which
/// users' access has changed: one query, whatever Redis does. Without connections the node asks only when a client connects.
/// </summary>
internal sealed class AccessMonitor : PeriodicService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a connect takes: one that was let in before the change is open by then.</summary>
    private static readonly TimeSpan _lookedAtFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<(long Until, string UserId)> _recent = new();
    private readonly UserAccessList _list;
    private readonly LocalConnections _connections;
    private readonly RoomService _rooms;
    private readonly ConnectionCloser _closer;

    public AccessMonitor(
        UserAccessList list,
        LocalConnections connections,
        RoomService rooms,
        ConnectionCloser closer,
        TimeProvider time,
        ILogger<AccessMonitor> logger)
        : base(_interval, time, logger)
    {
        (_list, _connections, _rooms, _closer) = (list, connections, rooms, closer);
        _list.Changed += OnChanged;
    }

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        LookAgain();
        if (_connections.Count == 0)
            return;
        try
        {
            await _list.RefreshAsync(cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            // Nothing can be changed meanwhile either. The next round reads what has changed.
        }
    }

    private void OnChanged(IReadOnlyCollection<UserAccess> changed)
    {
        var until = Time.GetTimestamp() + Time.TicksOf(_lookedAtFor);
        foreach (var user in changed)
        {
            if (!user.IsRestricted)
                continue;
            EndThoseOf(user.UserId);
            _recent.Enqueue((until, user.UserId));
        }
    }

    private void LookAgain()
    {
        var now = Time.GetTimestamp();
        while (_recent.TryPeek(out var oldest) && oldest.Until < now)
            _recent.TryDequeue(out _);
        foreach (var (_, userId) in _recent)
            EndThoseOf(userId);
    }

    private void EndThoseOf(string userId)
    {
        foreach (var connection in _connections.OfUser(userId))
        {
            // Without a session it is not open yet: the next round looks again.
            if (connection.Context.Features.Get<ChatSession>() is { } session
                && _list.Refuse(userId, connection.Token.IssuedAt) is { } code
                && connection.TryEnd(Time.GetTimestamp()))
            {
                // At once: the client may take its time to close.
                _rooms.Bar(session, code);
                connection.LookSoon();
                _closer.End(connection, code, WebSocketCloseStatus.PolicyViolation, mayReturn: code != SessionEndCodes.Banned);
            }
        }
    }
}

/// <summary>Asks the list of this node, which is not older than a moment.</summary>
internal sealed class TokenRevocation(UserAccessList list) : Auth.Tokens.ITokenRevocation
{
    public async ValueTask<string?> RefuseAsync(string userId, long? issuedAt, CancellationToken cancellationToken)
    {
        await list.EnsureFreshAsync(cancellationToken);
        return list.Refuse(userId, issuedAt);
    }
}
