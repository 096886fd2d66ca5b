using System.Net;
using System.Net.Sockets;

namespace SignalRChat.Auth;

/// <summary>The part of an address that belongs to one client, by which limits count.</summary>
internal static class ClientNetwork
{
    // A client with IPv6 has at least this many addresses: a new one for every request.
    private const int NetworkBytes = 64 / 8;

    /// <summary>Returns the address itself for IPv4, and its /64 for IPv6. An IPv4-mapped address counts as IPv4.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
