using System.Globalization;
using SignalRChat.Faults.Cluster;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// The kernel drops every packet of a link in both directions. Nothing is acknowledged, and retransmitted packets arrive once
/// the fault is over. Without a separate network, the proxy's black hole replaces this fault. The black hole acknowledges
/// everything, and its connections stay dead.
/// </summary>
internal sealed class PacketsLost(string target, TcpProxy link) : IFault
{
    private readonly string _port = link.Url.Port.ToString(CultureInfo.InvariantCulture);

    public string Target => target;

    public string? Instead => OwnNetwork.IsThere ? null : "played by the proxy";

    private string Table => $"faults{_port}";

    public Task BeginAsync()
    {
        if (!OwnNetwork.IsThere)
        {
            link.BlackHole();
            return Task.CompletedTask;
        }
        return NftAsync(
            $"table inet {Table} {{ chain lost {{ type filter hook output priority 0; "
            + $"tcp dport {_port} drop; tcp sport {_port} drop; }}; }}");
    }

    public Task EndAsync()
    {
        if (!OwnNetwork.IsThere)
        {
            link.Pass();
            return Task.CompletedTask;
        }
        return NftAsync($"delete table inet {Table}");
    }

    private static Task NftAsync(string rules) => Task.Run(() =>
    {
        if (!Tool.TryRun("nft", rules))
            throw new InvalidOperationException($"nft does not take: {rules}");
    });
}
