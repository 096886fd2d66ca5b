using System.Net.WebSockets;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Users;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// Ends the connections of banned users, of revoked tokens, and those that a backend ends. While the node has connections it asks the
/// database once a second which users' access has changed: one query, whatever Redis does. A node without connections asks only when a
/// client connects. A session that opens is checked after it is registered, and a change walks the registered sessions after it is known:
/// so none is missed.
/// </summary>
internal sealed class AccessMonitor : PeriodicService, IHostedLifecycleService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly UserAccessList _list;
    private readonly SessionRegistry _sessions;
    private readonly UserConnections _ofUsers;
    private readonly LocalConnections _connections;
    private readonly RoomService _rooms;
    private readonly ConnectionCloser _closer;
    private readonly ILogger _logger;

    public AccessMonitor(
        UserAccessList list,
        SessionRegistry sessions,
        UserConnections ofUsers,
        LocalConnections connections,
        RoomService rooms,
        ConnectionCloser closer,
        TimeProvider time,
        ILogger<AccessMonitor> logger)
        : base(_interval, time, logger)
    {
        (_list, _sessions, _ofUsers, _connections) = (list, sessions, ofUsers, connections);
        (_rooms, _closer, _logger) = (rooms, closer, logger);
        _list.Changed += OnChanged;
        _list.ConnectionsEnded += EndOld;
        _sessions.Opened += EndIfRestricted;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// After the storage was migrated, and before the node takes a client: the list is never empty because it was not read.
    /// </summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        while (!await TryRefreshAsync(cancellationToken))
            await Task.Delay(_interval, Time, cancellationToken);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        if (_connections.Count > 0)
            await TryRefreshAsync(cancellationToken);
    }

    private async Task<bool> TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _list.RefreshAsync(cancellationToken);
            return true;
        }
        catch (StorageUnavailableException)
        {
            // The next round reads what has changed. Until then a user who was banned meanwhile may still receive what comes over Redis.
            return false;
        }
    }

    private void OnChanged(IReadOnlyCollection<UserAccess> changed)
    {
        // The first read of a large list finds few sessions, or none.
        var sessions = changed.Count > _sessions.Count ? _sessions.All() : changed.SelectMany(user => _sessions.Of(user.UserId));
        foreach (var session in sessions)
            EndIfRestricted(session);
    }

    private void EndIfRestricted(ChatSession session)
    {
        try
        {
            if (_connections.Find(session.ConnectionId) is { } connection
                && _list.Find(session.User.UserId).Refuse(connection.Token.IssuedAt) is { } code)
            {
                End(session, connection, code);
            }
        }
        catch (Exception defect)
        {
            // It must not keep the others.
            HubLog.NotEnded(_logger, session.ConnectionId, session.User.UserId, defect);
        }
    }

    /// <summary>
    /// Ends the user's connections on this node that are at least this old. Newer ones are of a client that has reconnected meanwhile.
    /// </summary>
    private void EndOld(string userId, TimeSpan age)
    {
        var bornBy = (Time.GetUtcNow() - age).ToUnixTimeMilliseconds();
        foreach (var (connectionId, _) in _ofUsers.Of(userId).Where(one => one.Since <= bornBy))
            EndByBackend(userId, connectionId);
    }

    private void EndByBackend(string userId, string connectionId)
    {
        try
        {
            if (_connections.Find(connectionId) is not { } connection || !connection.TryEnd(Time.GetTimestamp()))
                return;
            connection.LookSoon();
            _closer.End(connection, SessionEndCodes.EndedByBackend, WebSocketCloseStatus.EndpointUnavailable);
        }
        catch (Exception defect)
        {
            // It must not keep the others.
            HubLog.NotEnded(_logger, connectionId, userId, defect);
        }
    }

    private void End(ChatSession session, ChatConnection connection, string code)
    {
        // At once, and also if it is closing for another reason: the client may take its time.
        _rooms.Bar(session, code);
        if (!connection.TryEnd(Time.GetTimestamp()))
            return;
        connection.LookSoon();
        _closer.End(connection, code, WebSocketCloseStatus.PolicyViolation, mayReturn: code != SessionEndCodes.Banned);
    }
}

/// <summary>Checks tokens by the list of this node, which is not older than a moment, or by the database.</summary>
internal sealed class TokenRevocation(UserAccessList list, TimeProvider time) : ITokenRevocation
{
    private static readonly TimeSpan _storageRetry = TimeSpan.FromSeconds(1);

    public async ValueTask<TokenStanding> CheckAsync(string userId, long? issuedAt, CancellationToken cancellationToken)
    {
        await list.EnsureFreshAsync(cancellationToken);
        return StandingOf(list.Find(userId), issuedAt);
    }

    public async Task<TokenStanding> CheckStoredAsync(string userId, long? issuedAt, CancellationToken cancellationToken)
    {
        try
        {
            var access = await list.FindStoredAsync(userId, cancellationToken);
            // Without a revocation there is none that a time of issue in the future could outlive.
            return access.IsRestricted ? StandingOf(access, issuedAt) : TokenStanding.Good;
        }
        catch (StorageUnavailableException unavailable)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.StorageUnavailable, "The database is unavailable.", _storageRetry, unavailable);
        }
    }

    public async ValueTask<DateTimeOffset> TimeOfIssueAsync(CancellationToken cancellationToken)
    {
        await list.EnsureFreshAsync(cancellationToken);
        // A node whose clock is behind takes its own time: the lifetime of a token, which ends by that clock, must not become shorter.
        var (ofDatabase, ofNode) = (DateTimeOffset.FromUnixTimeMilliseconds(list.Now), time.GetUtcNow());
        return ofDatabase < ofNode ? ofDatabase : ofNode;
    }

    private TokenStanding StandingOf(UserAccess access, long? issuedAt)
    {
        var now = list.Now;
        return access.Refuse(issuedAt) switch
        {
            SessionEndCodes.Banned => TokenStanding.Banned,
            _ when issuedAt >= now + UserAccess.ClockAllowance => TokenStanding.FromTheFuture,
            null => TokenStanding.Good,
            _ => access.IsRecent(now) ? TokenStanding.RevokedJustNow : TokenStanding.Revoked,
        };
    }
}
