namespace SignalRChat.Services.Nodes;

/// <summary>
/// Reads the hashes of the nodes that are stale, one page after the other, with pauses that leave at least half of the connection
/// to others: the backplane's messages and its probe go the same way.
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
        // Without a version it has gone meanwhile, and what was read of it proves nothing.
        if (await redis.ReadVersionAsync(read.Node) is { } through)
            peers.EndRead(read, from, through);
    }
}
