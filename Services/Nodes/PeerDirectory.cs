namespace SignalRChat.Services.Nodes;

/// <summary>
/// The published state of the other nodes. Each state is valid until its lease expires by this node's clock. A lease that is missing in
/// Redis, which may have been flushed, ends nothing; an expired lease does. While Redis is away no node can renew its lease, so an expired
/// one says nothing about its node. Then the last state stays valid for a bounded time, if the listener wants that. When Redis is back it
/// stays valid for one more lease, so that the others can publish again. Listeners are notified of added and removed entries.
/// </summary>
internal sealed partial class PeerDirectory(IEnumerable<INodeListener> listeners, IOptions<NodeOptions> options, TimeProvider time)
{
    private readonly Dictionary<char, INodeListener> _listeners = listeners.ToDictionary(listener => listener.Kind);
    private readonly Dictionary<string, Peer> _peers = [];
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _backUntil;
    private bool _isRedisAway;

    /// <summary>Raised when there is a hash to be read. Its handler is called under the gate.</summary>
    public event Action? WentStale;

    /// <summary>Completes when the published state of all others was read for the first time.</summary>
    public Task Known => _known.Task;

    public int Count
    {
        get
        {
            lock (_gate)
                return _peers.Count;
        }
    }

    /// <summary>Whether the state of every other node is known as it was last published.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_gate)
            {
                return Known.IsCompleted && !_isRedisAway && time.GetTimestamp() >= _backUntil
                    && _peers.Values.All(peer => !peer.IsStale);
            }
        }
    }

    /// <summary>Applies changes that follow the known version; any other message only shows that the hash must be read.</summary>
    public void Hear(NodeStateChanged news, TimeSpan lease)
    {
        lock (_gate)
        {
            var peer = Find(news.Node);
            peer.Read?.Keep(news);
            var follows = !peer.IsStale && news.Version == peer.Version + 1;
            if (follows && news.Changes is not null)
            {
                foreach (var (key, value) in news.Changes)
                    Change(peer, key, value);
                peer.Version = news.Version;
            }
            else if (news.Version > peer.Version)
            {
                peer.IsStale = true;
                WentStale?.Invoke();
            }
            var counts = news.CountsForMs is { } rest ? TimeSpan.FromMilliseconds(rest) : lease;
            peer.Until = time.GetTimestamp() + time.TicksOf(counts);
        }
    }

    /// <summary>Notes a lease that was read from Redis.</summary>
    public void See(NodeLease lease)
    {
        lock (_gate)
        {
            var peer = Find(lease.Node);
            peer.IsStale |= peer.Version != lease.Version;
            peer.Until = time.GetTimestamp() + time.TicksOf(lease.Left);
        }
    }

    /// <summary>The nodes whose hash must be read.</summary>
    public string[] Stale()
    {
        lock (_gate)
            return [.. _peers.Where(peer => peer.Value.IsStale).Select(peer => peer.Key)];
    }

    /// <summary>
    /// After a time without Redis nothing is certain: every hash must be read, and each known node has one lease to be heard again.
    /// </summary>
    public void Doubt()
    {
        lock (_gate)
        {
            // A node that has just started was never without Redis: a state that it reads there is valid for its own lease.
            if (_peers.Count > 0)
                _backUntil = time.GetTimestamp() + time.TicksOf(options.Value.Lease);
            foreach (var peer in _peers.Values)
                (peer.IsStale, peer.Read) = (true, null);
        }
    }

    public void AllRead() => _known.TrySetResult();

    /// <summary>Drops the state of nodes whose lease has expired.</summary>
    public void DropDead(bool isRedisAway)
    {
        lock (_gate)
        {
            _isRedisAway = isRedisAway;
            var now = time.GetTimestamp();
            var mayLive = isRedisAway || now < _backUntil;
            foreach (var (node, peer) in _peers)
            {
                if (now < peer.Until)
                    continue;
                var counts = mayLive && now < peer.Until + time.TicksOf(options.Value.StalePresenceRetention);
                foreach (var key in peer.Entries.Keys.ToArray())
                {
                    if (!counts || !OutlivesRedis(key))
                        Change(peer, key, null);
                }
                peer.IsStale = true;
                if (!counts)
                    _peers.Remove(node);
            }
        }
    }

    private bool OutlivesRedis(string key) =>
        NodeEntry.Read(key) is { } entry && _listeners.TryGetValue(entry.Kind, out var listener) && listener.OutlivesRedis;

    private Peer Find(string node)
    {
        if (!_peers.TryGetValue(node, out var peer))
            _peers.Add(node, peer = new Peer());
        return peer;
    }

    private void Change(Peer peer, string key, string? value)
    {
        var before = peer.Entries.GetValueOrDefault(key);
        if (before == value)
            return;
        if (value is null)
            peer.Entries.Remove(key);
        else
            peer.Entries[key] = value;
        if (NodeEntry.Read(key) is not { } entry || !_listeners.TryGetValue(entry.Kind, out var listener))
            return;

        // Add the new entry first: a user listed under another value was never gone.
        if (value is not null)
            listener.Entered(entry, value);
        if (before is not null)
            listener.Left(entry);
    }

    private sealed class Peer
    {
        public Dictionary<string, string> Entries { get; } = [];

        public long Version { get; set; }

        public bool IsStale { get; set; } = true;

        /// <summary>The reading in progress; changes are kept for it.</summary>
        public PeerRead? Read { get; set; }

        /// <summary>When its lease runs out, as a timestamp.</summary>
        public long Until { get; set; }
    }
}
