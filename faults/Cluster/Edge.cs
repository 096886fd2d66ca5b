using SignalRChat.Tests.Edge;
using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Cluster;

/// <summary>
/// nginx as it is shipped (deploy/nginx/nginx.conf) before the nodes, with a link to each of them that can be hindered by itself.
/// </summary>
internal sealed class Edge : IAsyncDisposable
{
    private readonly TcpProxy[] _toNodes;
    private readonly ProxyProcess _nginx;

    private Edge(TcpProxy[] toNodes, ProxyProcess nginx) => (_toNodes, _nginx) = (toNodes, nginx);

    public Uri Url => _nginx.Url;

    public IReadOnlyList<TcpProxy> ToNodes => _toNodes;

    /// <summary>What nginx has logged so far, of requests and of errors.</summary>
    public string Log => _nginx.Log;

    /// <summary>None where there is no nginx.</summary>
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
