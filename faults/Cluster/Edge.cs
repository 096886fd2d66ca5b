namespace SignalRChat.Faults.Cluster;

/// <summary>
/// nginx with the shipped configuration (deploy/nginx/nginx.conf) in front of the nodes. Each node has a separate link that a
/// fault can disturb.
/// </summary>
internal sealed class Edge : IAsyncDisposable
{
    private readonly TcpProxy[] _toNodes;
    private readonly ProxyProcess _nginx;

    private Edge(TcpProxy[] toNodes, ProxyProcess nginx) => (_toNodes, _nginx) = (toNodes, nginx);

    public Uri Url => _nginx.Url;

    public IReadOnlyList<TcpProxy> ToNodes => _toNodes;

    /// <summary>The request and error log of nginx so far.</summary>
    public string Log => _nginx.Log;

    /// <summary>Null if the machine has no nginx.</summary>
    public static async Task<Edge?> TryStartAsync(IEnumerable<Node> nodes)
    {
        if (!Tool.TryRun(ProxyProcess.Nginx, "-v"))
            return null;
        TcpProxy[] toNodes = [.. nodes.Select(node => TcpProxy.Start(node.Process.Url))];
        return new Edge(toNodes, await ProxyProcess.StartAsync(ProxyProcess.Nginx, [.. toNodes.Select(link => link.Url)]));
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        foreach (var link in _toNodes)
            await link.DisposeAsync();
    }
}
