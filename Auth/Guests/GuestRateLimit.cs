using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;

namespace SignalRChat.Auth.Guests;

/// <summary>
/// How many tokens one remote address gets: each is a new user, so that no limit on users means anything without this one. Behind a proxy the address is the
/// proxy's, unless forwarded headers say whose it is.
/// </summary>
internal static class GuestRateLimit
{
    public const string Policy = "guest-tokens";

    // Whoever has IPv6 has this much of it at least: an address of their own for every request.
    private const int NetworkBytes = 64 / 8;

    public static IServiceCollection AddGuestRateLimit(this IServiceCollection services)
    {
        services.AddRateLimiter(static _ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<GuestOptions>>(static (limiter, guests) => limiter.AddPolicy(Policy, new PerAddress(guests.Value)));
        return services;
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

    private sealed class PerAddress(GuestOptions options) : IRateLimiterPolicy<IPAddress>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected { get; } = RefuseAsync;

        public RateLimitPartition<IPAddress> GetPartition(HttpContext httpContext) =>
            RateLimitPartition.GetTokenBucketLimiter(NetworkOf(httpContext.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.TokenBurst,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.TokensPerMinute,
                QueueLimit = 0,
                AutoReplenishment = true,
            });
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await TypedResults.Problem(
            "Too many guests came from this address; try again later.",
            statusCode: StatusCodes.Status429TooManyRequests,
            extensions: new Dictionary<string, object?> { ["code"] = ChatErrorCodes.TooFast }).ExecuteAsync(rejected.HttpContext);
    }
}
