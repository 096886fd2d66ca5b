namespace SignalRChat.Auth.Guests;

/// <summary>
/// Limits the tokens that one remote address gets. Each token is a new user, so no limit on users works without this one. Behind
/// a proxy the address is the proxy's, unless forwarded headers give the client's. It runs before sign-in, so a refused request
/// costs nothing more.
/// </summary>
internal sealed class GuestRateLimit(RequestDelegate next, GuestRateLimiter limiter)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isLimited = context.GetEndpoint()?.Metadata.GetMetadata<Limited>() is not null;
        return !isLimited || limiter.TryTake(ClientNetwork.Of(context.Connection.RemoteIpAddress), out var wait)
            ? next(context)
            : TooManyRequests.AnswerAsync(context, "Rate limit of guests from this address exceeded; retry later.", wait);
    }

    /// <summary>Marks the endpoint that it limits.</summary>
    internal sealed class Limited;
}
