namespace SignalRChat.Services.Nodes;

/// <summary>
/// One reading of a node's hash, page by page. A page may be older or newer than the changes that arrive meanwhile. So they are
/// kept and applied when all pages are read. Changes hold new values and no differences, so a page may already contain one.
/// </summary>
internal sealed class PeerRead(string node)
{
    /// <summary>Changes beyond this number are dropped: the gap shows, and the hash is read again.</summary>
    private const int MostNews = 10_000;

    private readonly List<NodeStateChanged> _news = [];

    public string Node { get; } = node;

    /// <summary>The keys that the hash has.</summary>
    public HashSet<string> Seen { get; } = [];

    public void Keep(NodeStateChanged news)
    {
        if (_news.Count < MostNews)
            _news.Add(news);
    }

    /// <summary>The changes that continue from this version without a gap.</summary>
    public IEnumerable<NodeStateChanged> After(long version)
    {
        foreach (var news in _news.OrderBy(news => news.Version).Where(news => news.Version > version))
        {
            if (news.Version != version + 1 || news.Changes is null)
                yield break;
            version = news.Version;
            yield return news;
        }
    }
}
