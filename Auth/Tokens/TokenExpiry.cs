using Microsoft.AspNetCore.Authentication;

namespace SignalRChat.Auth.Tokens;

/// <summary>When the token of a request ends, and with it the connection it opened.</summary>
internal static class TokenExpiry
{
    /// <summary>Null only when the request is not authenticated. It may be further ahead than a timer can be set.</summary>
    public static DateTimeOffset? Of(HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc ?? FromClaim(context);

    private static DateTimeOffset? FromClaim(HttpContext context) =>
        long.TryParse(context.User.FindFirst(TokenClaims.Expiry)?.Value, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
            : null;
}
