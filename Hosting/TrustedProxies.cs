using System.Net;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hosting;

/// <summary>The proxies that are trusted to name the client of a request.</summary>
internal sealed class TrustedProxies(IOptions<ProxyOptions> options) : ITrustedProxies
{
    private readonly HashSet<IPAddress> _addresses = [.. options.Value.Addresses];
    private readonly IPNetwork[] _networks = [.. options.Value.Networks];

    public bool Contains(IPAddress address) =>
        _addresses.Contains(address) || Array.Exists(_networks, network => network.Contains(address));
}
