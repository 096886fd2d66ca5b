using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// When each other node was heard last through the backplane. One that falls silent may have lost Redis alone: what it commits is then published by nobody, and
/// is to be looked for in the database.
/// </summary>
internal sealed class PeerSigns(IOptions<BackplaneOptions> options, TimeProvider time)
{
    /// <summary>A node that was silent for this long is gone for good; if it is not, the ordinary tail check finds what it commits.</summary>
    private static readonly TimeSpan _forgotten = TimeSpan.FromMinutes(10);

    /// <summary>For this long after a farewell something of the node's last may be found yet.</summary>
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Sign> _signs = new(StringComparer.Ordinal);

    public void Heard(string node) => _signs[node] = new Sign(time.GetTimestamp(), IsFarewell: false);

    /// <summary>The node goes away.</summary>
    public void Left(string node) => _signs[node] = new Sign(time.GetTimestamp(), IsFarewell: true);

    /// <summary>Whether what a node commits may come without a hint.</summary>
    public bool IsOneSilent()
    {
        var isOneSilent = false;
        foreach (var (node, sign) in _signs)
        {
            var silence = time.GetElapsedTime(sign.At);
            if (silence > (sign.IsFarewell ? _lastWords : _forgotten))
                _signs.TryRemove(KeyValuePair.Create(node, sign));
            else
                isOneSilent |= sign.IsFarewell || silence > 2 * options.Value.CanaryInterval;
        }
        return isOneSilent;
    }

    private readonly record struct Sign(long At, bool IsFarewell);
}
