using SignalRChat.Services.Nodes;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// The connections of every user, here and on the other nodes. Excess connections are found without asking another node, and
/// every node gets the same result. Connections are ordered by their start, and each node closes its own.
/// </summary>
internal sealed class UserConnections(
    LocalNodeState own, IOptions<LimitOptions> limits, IOptions<NodeOptions> nodes, TimeProvider time) : INodeListener
{
    private readonly Dictionary<string, List<Held>> _byUser = [];
    private readonly Dictionary<string, long> _overSince = [];
    private readonly Lock _gate = new();

    public char Kind => NodeEntry.Connection;

    /// <summary>No user is rejected for connections that may have ended.</summary>
    public bool OutlivesRedis => false;

    public void Add(string connectionId, string userId)
    {
        var since = time.GetUtcNow().ToUnixTimeMilliseconds();
        Keep(userId, new Held(connectionId, since, IsHere: true));
        own.Set(EntryOf(connectionId, userId), since.ToString(CultureInfo.InvariantCulture));
    }

    public void Remove(string connectionId, string userId)
    {
        Drop(userId, connectionId);
        own.Remove(EntryOf(connectionId, userId));
    }

    void INodeListener.Entered(NodeEntry entry, string value)
    {
        if (long.TryParse(value, CultureInfo.InvariantCulture, out var since))
            Keep(entry.UserId, new Held(entry.Subject, since, IsHere: false));
    }

    void INodeListener.Left(NodeEntry entry) => Drop(entry.UserId, entry.Subject);

    public int Count(string userId)
    {
        lock (_gate)
            return _byUser.GetValueOrDefault(userId)?.Count ?? 0;
    }

    /// <summary>The connections of the user on all nodes, and when each began, in Unix milliseconds, the oldest first.</summary>
    public (string ConnectionId, long Since)[] Of(string userId)
    {
        lock (_gate)
            return [.. _byUser.GetValueOrDefault(userId, []).Select(one => (one.ConnectionId, one.Since))];
    }

    /// <summary>The connections of this node that are too many now.</summary>
    public List<string> Excess()
    {
        List<string> excess = [];
        lock (_gate)
        {
            foreach (var (userId, since) in _overSince)
                AddExcess(_byUser[userId], since, excess);
        }
        return excess;
    }

    private void AddExcess(List<Held> connections, long since, List<string> excess)
    {
        var isRefusing = limits.Value.ConnectionLimitPolicy == ConnectionLimitPolicy.CloseNewest;

        // A node that has just died counts until its lease expires: no user is rejected for the connections it held.
        if (isRefusing && connections.Exists(one => !one.IsHere) && time.GetElapsedTime(since) <= nodes.Value.Lease)
            return;
        var count = connections.Count - limits.Value.ConnectionsPerUser;
        var first = isRefusing ? connections.Count - count : 0;
        for (var i = first; i < first + count; i++)
        {
            if (connections[i].IsHere)
                excess.Add(connections[i].ConnectionId);
        }
    }

    private void Keep(string userId, Held connection)
    {
        lock (_gate)
        {
            if (!_byUser.TryGetValue(userId, out var connections))
                _byUser.Add(userId, connections = []);
            var place = connections.BinarySearch(connection);
            connections.Insert(place < 0 ? ~place : place, connection);
            Judge(userId, connections);
        }
    }

    private void Drop(string userId, string connectionId)
    {
        lock (_gate)
        {
            if (!_byUser.TryGetValue(userId, out var connections))
                return;
            var place = connections.FindIndex(one => one.ConnectionId == connectionId);
            if (place < 0)
                return;
            connections.RemoveAt(place);
            Judge(userId, connections);
            if (connections.Count == 0)
                _byUser.Remove(userId);
        }
    }

    private void Judge(string userId, List<Held> connections)
    {
        if (connections.Count <= limits.Value.ConnectionsPerUser)
            _overSince.Remove(userId);
        else
            _overSince.TryAdd(userId, time.GetTimestamp());
    }

    private static NodeEntry EntryOf(string connectionId, string userId) => new(NodeEntry.Connection, connectionId, userId);

    private readonly record struct Held(string ConnectionId, long Since, bool IsHere) : IComparable<Held>
    {
        public int CompareTo(Held other) =>
            Since != other.Since ? Since.CompareTo(other.Since) : string.CompareOrdinal(ConnectionId, other.ConnectionId);
    }
}
