using System.Net;

namespace SignalRChat.Hosting.Health;

/// <summary>
/// The peers that may ask for health: this machine, private networks, and the networks in <see cref="HealthOptions.AllowedNetworks"/>.
/// </summary>
internal sealed class InsidePeers(IOptions<HealthOptions> options)
{
    // RFC 1918, 6598 (the pods of some clouds), 3927, 4193 and 4291.
    private static readonly IPNetwork[] _private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    private readonly IPNetwork[] _networks = [.. _private, .. options.Value.Networks];

    public bool Has(ConnectionInfo connection)
    {
        // A Unix socket has no address, and is on this machine.
        if (connection.RemoteIpAddress is not { } peer)
            return true;
        if (IPAddress.IsLoopback(peer) || peer.Equals(connection.LocalIpAddress))
            return true;
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return _networks.Any(network => network.Contains(address));
    }
}
