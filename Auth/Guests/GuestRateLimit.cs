using System.Net;
using System.Net.Sockets;

namespace SignalRChat.Auth.Guests;

/// <summary>
/// How many tokens one remote address gets: each is a new user, so that no limit on users means anything without this one. Behind
/// a proxy the address is the proxy's, unless forwarded headers say whose it is. Before sign-in, so that who is refused costs
/// nothing more.
/// </summary>
internal sealed class GuestRateLimit(RequestDelegate next, GuestRateLimiter allowances)
{
    // Whoever has IPv6 has this much of it at least: an address of their own for every request.
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

    /// <summary>Stands on the endpoint that it is for.</summary>
    internal sealed class Limited;
}
