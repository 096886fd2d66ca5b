using System.Collections.Concurrent;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// When each other node was last heard through the backplane. A silent node may be the only one that lost Redis. Then its commits
/// are not published, and must be read from the database.
/// </summary>
internal sealed class PeerHeartbeats(TimeProvider time)
{
    /// <summary>
    /// How long the node looks for changes of a silent node, and again after each change without a notification. A killed node
    /// commits nothing, so it costs the others no more than this. A node that alone lost Redis keeps committing, and those
    /// changes are found.
    /// </summary>
    private static readonly TimeSpan _suspected = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A node that was silent for this long is considered gone; if it is not, the ordinary reconciler finds what it commits.
    /// </summary>
    private static readonly TimeSpan _forgotten = TimeSpan.FromMinutes(10);

    /// <summary>For this long after a farewell something of the node's last may be found yet.</summary>
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Sign> _heartbeats = new(StringComparer.Ordinal);

    private long? _foundAt;

    public void Received(string node) => _heartbeats[node] = new Sign(time.GetTimestamp(), IsFarewell: false);

    /// <summary>The node leaves.</summary>
    public void Left(string node) => _heartbeats[node] = new Sign(time.GetTimestamp(), IsFarewell: true);

    /// <summary>A change arrived without a notification. Only the reconciler calls this.</summary>
    public void FoundUnnotified()
    {
        lock (_heartbeats)
            _foundAt = time.GetTimestamp();
    }

    /// <summary>Whether another node's commits may arrive without a notification.</summary>
    public bool IsOneSilent()
    {
        var isOneSilent = false;
        var hasFound = HasFoundLately();
        foreach (var (node, sign) in _heartbeats)
        {
            var silence = time.GetElapsedTime(sign.At);
            if (silence > (sign.IsFarewell ? _lastWords : _forgotten))
                _heartbeats.TryRemove(KeyValuePair.Create(node, sign));
            else
                isOneSilent |= sign.IsFarewell || (silence > 2 * BackplaneProbe.Interval && (silence <= _suspected || hasFound));
        }
        return isOneSilent;
    }

    private bool HasFoundLately()
    {
        lock (_heartbeats)
            return _foundAt is { } at && time.GetElapsedTime(at) <= _suspected;
    }

    private readonly record struct Sign(long At, bool IsFarewell);
}
