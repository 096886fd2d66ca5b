using System.Security.Claims;

namespace SignalRChat.Auth.Tokens;

/// <summary>When the token of a connection ends, and with it the connection, and when it was issued; null if it does not say.</summary>
/// <param name="ExpiresAt">It may be further ahead than a timer can be set.</param>
/// <param name="IssuedAt">In Unix milliseconds.</param>
internal sealed record TokenTimes(DateTimeOffset? ExpiresAt, long? IssuedAt)
{
    public static TokenTimes Of(DateTimeOffset? expiresAt, ClaimsPrincipal? user) => new(expiresAt, IssueOf(user));

    private static long? IssueOf(ClaimsPrincipal? user)
    {
        var claim = user?.FindFirst(TokenClaims.IssuedAt)?.Value;
        return long.TryParse(claim, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds : null;
    }
}
