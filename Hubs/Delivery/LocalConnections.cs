using System.Collections.Concurrent;

namespace SignalRChat.Hubs.Delivery;

/// <summary>The connections of this node.</summary>
internal sealed class LocalConnections(LookSchedule looks)
{
    private readonly ConcurrentDictionary<string, ChatConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChatConnection[]> _byUser = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public int Count => _connections.Count;

    public void Add(ChatConnection connection)
    {
        _connections[connection.Context.ConnectionId] = connection;
        connection.Looks = looks;
        looks.Plan(connection, at: 0);
        if (connection.Context.UserIdentifier is not { } userId)
            return;
        lock (_gate)
            _byUser[userId] = [.. _byUser.GetValueOrDefault(userId, []), connection];
    }

    public ChatConnection? Find(string connectionId) => _connections.GetValueOrDefault(connectionId);

    public ChatConnection[] OfUser(string userId)
    {
        lock (_gate)
            return _byUser.GetValueOrDefault(userId, []);
    }

    public ChatConnection? Remove(string connectionId)
    {
        if (!_connections.TryRemove(connectionId, out var connection))
            return null;
        looks.Remove(connection);
        if (connection.Context.UserIdentifier is { } userId)
            RemoveOf(userId, connection);
        return connection;
    }

    public IEnumerable<ChatConnection> Snapshot()
    {
        foreach (var (_, connection) in _connections)
            yield return connection;
    }

    private void RemoveOf(string userId, ChatConnection connection)
    {
        lock (_gate)
        {
            var rest = Array.FindAll(_byUser.GetValueOrDefault(userId, []), one => one != connection);
            if (rest.Length > 0)
                _byUser[userId] = rest;
            else
                _byUser.Remove(userId);
        }
    }
}
