using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hubs.Transport;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// Keeps this node's connections and groups. It sends a call to local recipients at once, through the outbound queues, and to
/// other nodes through the backplane. It never waits for a member or for the backplane.
/// </summary>
internal sealed class ChatLifetimeManager(
    LocalConnections connections, LocalGroups groups, LocalDelivery delivery, IBackplane backplane, Lazy<DirectSends> sends,
    ILoggerFactory loggers)
    : HubLifetimeManager<ChatHub>, IRoomGroups
{
    private readonly ILogger _logger = loggers.CreateLogger<OutboundQueue>();

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var watch = connection.Features.Get<ConnectionActivity>();
        var outbound = new OutboundQueue(connection, _logger);
        connection.Features.Set<IOutboundQueue>(outbound);
        // The protocol is known, and no frame was read in it yet.
        watch?.Establish(connection.Protocol.TransferFormat, connection.Features.Get<IConnectionLifetimeNotificationFeature>());
        connection.Protocol = new ConnectionProtocol(
            connection.Protocol, watch, outbound,
            (call, request) => sends.Value.TryRun(connection, call, request),
            code => DeliveryLog.Ended(_logger, connection.ConnectionId, connection.UserIdentifier, code));
        var added = new ChatConnection(connection, outbound)
        {
            Token = TokenTimes.Of(watch?.TokenExpiresAt, connection.User),
            Source = LogSource.Current,
        };
        connection.Features.Set<IConnectionToken>(added);
        watch?.Watched = added;
        connections.Add(added);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connections.Remove(connection.ConnectionId) is { } removed)
            groups.RemoveFromAll(removed);
        return Task.CompletedTask;
    }

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        if (connections.Find(connectionId) is { } connection)
            groups.Add(groupName, connection);
        return Task.CompletedTask;
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        if (connections.Find(connectionId) is { } connection)
            groups.Remove(groupName, connection);
        return Task.CompletedTask;
    }

    // The rooms' groups are SignalR groups of this node.
    void IRoomGroups.Enter(string connectionId, string room) => AddToGroupAsync(connectionId, GroupNames.Room(room));

    void IRoomGroups.Leave(string connectionId, string room) => RemoveFromGroupAsync(connectionId, GroupNames.Room(room));

    void IRoomGroups.Hold(string room) => groups.Hold(GroupNames.Room(room));

    void IRoomGroups.Release(string room) => groups.Release(GroupNames.Room(room));

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        var call = ClientCall.Of(methodName, args);
        delivery.ToGroup(groupName, call);
        backplane.SendToGroup(groupName, call);
        return Task.CompletedTask;
    }

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        foreach (var groupName in groupNames)
            SendGroupAsync(groupName, methodName, args, cancellationToken);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Excludes connections of this node only: another node receives the call once for the whole group, and all its members get
    /// it.
    /// </summary>
    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default)
    {
        var call = ClientCall.Of(methodName, args);
        delivery.ToGroupExcept(groupName, excludedConnectionIds, call);
        backplane.SendToGroup(groupName, call);
        return Task.CompletedTask;
    }

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendAllExceptAsync(methodName, args, [], cancellationToken);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default)
    {
        var call = ClientCall.Of(methodName, args);
        delivery.ToAllExcept(excludedConnectionIds, call);
        backplane.SendToNodes(Audience.AllExcept, excludedConnectionIds, call);
        return Task.CompletedTask;
    }

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendConnectionsAsync([connectionId], methodName, args, cancellationToken);

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        var call = ClientCall.Of(methodName, args);
        delivery.ToConnections(connectionIds, call);
        if (!AreAllHere(connectionIds))
            backplane.SendToNodes(Audience.Connections, connectionIds, call);
        return Task.CompletedTask;
    }

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendUsersAsync([userId], methodName, args, cancellationToken);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        var call = ClientCall.Of(methodName, args);
        delivery.ToUsers(userIds, call);
        backplane.SendToNodes(Audience.Users, userIds, call);
        return Task.CompletedTask;
    }

    private bool AreAllHere(IReadOnlyList<string> connectionIds)
    {
        foreach (var connectionId in connectionIds)
        {
            if (connections.Find(connectionId) is null)
                return false;
        }
        return true;
    }
}
