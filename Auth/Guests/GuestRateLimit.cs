using System.Net;
using System.Net.Sockets;

namespace SignalRChat.Auth.Guests;

/// <summary>
/// Limits the tokens that one remote address gets. Each token is a new user, so no limit on users works without this one. Behind
/// a proxy the address is the proxy's, unless forwarded headers give the client's. It runs before sign-in, so a refused request
/// costs nothing more.
/// </summary>
internal sealed class GuestRateLimit(RequestDelegate next, GuestRateLimiter allowances)
{
    // A client with IPv6 has at least this many addresses: a new one for every request.
    private const int NetworkBytes = 64 / 8;

    public Task InvokeAsync(HttpContext context)
    {
        var isLimited = context.GetEndpoint()?.Metadata.GetMetadata<Limited>() is not null;
        return !isLimited || allowances.TryTake(NetworkOf(context.Connection.RemoteIpAddress), out var wait)
            ? next(context)
            : TooManyRequests.AnswerAsync(context, "Too many guests came from this address; try again later.", wait);
    }

    /// <summary>The part of an address that belongs to one asker.</summary>
    public static IPAddress NetworkOf(IPAddress? address)
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

    /// <summary>Marks the endpoint that it limits.</summary>
    internal sealed class Limited;
}
