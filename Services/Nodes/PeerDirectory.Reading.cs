namespace SignalRChat.Services.Nodes;

/// <summary>
/// The part that reads a node's hash, a page at a time: a hash of a million entries takes seconds, and nothing else waits for it.
/// </summary>
internal sealed partial class PeerDirectory
{
    /// <summary>From now on changes of this node are kept for the end of the reading.</summary>
    public PeerRead BeginRead(string node)
    {
        lock (_gate)
            return Find(node).Read = new PeerRead(node);
    }

    /// <summary>
    /// Takes entries that the hash has; false if the reading is void, because the node has gone or Redis was away meanwhile.
    /// </summary>
    public bool Take(PeerRead read, IEnumerable<KeyValuePair<string, string>> entries)
    {
        lock (_gate)
        {
            if (PeerOf(read) is not { } peer)
                return false;
            foreach (var (key, value) in entries)
            {
                read.Seen.Add(key);
                Change(peer, key, value);
            }
            return true;
        }
    }

    /// <summary>
    /// The whole hash was read. Drops the entries that the hash no longer has, and applies the changes that arrived meanwhile.
    /// <paramref name="from"/> is the node's version before the reading and <paramref name="through"/> the one after it. If the
    /// changes do not lead from one to the other, the hash must be read again. Until then nothing is dropped: an entry that no
    /// page had may have returned in a change that is missing.
    /// </summary>
    public void EndRead(PeerRead read, long from, long through)
    {
        lock (_gate)
        {
            if (PeerOf(read) is not { } peer)
                return;
            NodeStateChanged[] following = [.. read.After(from)];
            peer.Version = following is [.., var last] ? last.Version : from;
            peer.IsStale = peer.Version < through;
            if (!peer.IsStale)
            {
                foreach (var key in peer.Entries.Keys.Where(key => !read.Seen.Contains(key)).ToArray())
                    Change(peer, key, null);
            }
            foreach (var news in following)
            {
                foreach (var (key, value) in news.Changes!)
                    Change(peer, key, value);
            }
            peer.Read = null;
        }
    }

    /// <summary>It was not read to its end.</summary>
    public void GiveUp(PeerRead read)
    {
        lock (_gate)
        {
            if (PeerOf(read) is { } peer)
                peer.Read = null;
        }
    }

    private Peer? PeerOf(PeerRead read) => _peers.TryGetValue(read.Node, out var peer) && peer.Read == read ? peer : null;
}
