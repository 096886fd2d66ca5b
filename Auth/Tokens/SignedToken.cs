using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>A token that this server issued. The time of its expiry is in Unix milliseconds, and a whole second.</summary>
internal readonly record struct SignedToken(string Text, long ExpiresAt)
{
    // Without the default times: a node whose clock is a little behind would refuse a "not before".
    private static readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <param name="issuer">The issuer.</param>
    /// <param name="audience">The audience.</param>
    /// <param name="key">The key, shared with those who check the token.</param>
    /// <param name="claims">All other claims but the times.</param>
    /// <param name="issuedAt">When it is issued, by the clock of revocations.</param>
    /// <param name="until">When it expires, by the clock of the nodes.</param>
    public static SignedToken Make(
        string? issuer,
        string audience,
        SymmetricSecurityKey key,
        Dictionary<string, object> claims,
        DateTimeOffset issuedAt,
        DateTimeOffset until)
    {
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(until.ToUnixTimeSeconds());
        var text = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Claims = claims,
            IssuedAt = issuedAt.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
        });
        return new(text, expiresAt.ToUnixTimeMilliseconds());
    }
}
