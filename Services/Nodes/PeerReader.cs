namespace SignalRChat.Services.Nodes;

/// <summary>
/// Reads the hashes of the stale nodes, one page after the other. Its pauses leave at least half of the connection to others: the
/// backplane's messages and its probe use the same connection.
/// </summary>
internal sealed class PeerReader(PeerDirectory peers, TimeProvider time)
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(100);

    public async Task ReadAsync(NodeRedis redis, CancellationToken cancellationToken)
    {
        foreach (var node in peers.Stale())
        {
            var read = peers.BeginRead(node);
            try
            {
                await ReadAsync(redis, read, cancellationToken);
            }
            finally
            {
                peers.GiveUp(read);
            }
        }
        peers.AllRead();
    }

    private async Task ReadAsync(NodeRedis redis, PeerRead read, CancellationToken cancellationToken)
    {
        if (await redis.ReadVersionAsync(read.Node) is not { } from)
            return;
        var start = time.GetTimestamp();
        await foreach (var page in redis.ScanAsync(read.Node, cancellationToken))
        {
            if (!peers.Take(read, page))
                return;
            var took = time.GetElapsedTime(start);
            if (page.Count == NodeRedis.Page)
                await Task.Delay(took < _longestPause ? took : _longestPause, time, cancellationToken);
            start = time.GetTimestamp();
        }
        // Without a version the node has left meanwhile, and the pages that were read prove nothing.
        if (await redis.ReadVersionAsync(read.Node) is { } through)
            peers.EndRead(read, from, through);
    }
}
