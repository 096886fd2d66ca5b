using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth.Guests;

/// <summary>Issues guests' tokens, and checks their form.</summary>
internal sealed class GuestTokenIssuer(GuestSigningKey key, IOptions<GuestOptions> options, TimeProvider time)
{
    // Long enough for a laptop that slept over a holiday, and short enough that a token found in an old backup is worthless.
    private static readonly TimeSpan _renewableFor = TimeSpan.FromDays(7);

    // Without the default times: a node whose clock is a little behind would refuse a "not before".
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token for a guest under this name.</summary>
    public GuestTokenResult Give(string userId, string name)
    {
        var now = time.GetUtcNow();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + options.Value.TokenLifetime).ToUnixTimeSeconds());
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = GuestIdentity.Issuer,
            Audience = GuestIdentity.Audience,
            Claims = new Dictionary<string, object> { [TokenClaims.UserId] = userId, [TokenClaims.Name] = name },
            IssuedAt = now.UtcDateTime,
            Expires = expiresAt.UtcDateTime,
            SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
        });
        return new GuestTokenResult { AccessToken = token, ExpiresAt = expiresAt.ToUnixTimeMilliseconds(), UserId = userId, Name = name };
    }

    /// <summary>
    /// Returns the guest of a token that is still valid, or that expired a while ago. It lets a guest stay the same user, and
    /// gives no other access.
    /// </summary>
    public async Task<string?> FindHolderAsync(PresentedToken? token)
    {
        if (token is not { Contents.Fault: null })
            return null;
        var rules = new TokenValidationParameters
        {
            ValidAlgorithms = JwtSetup.GuestAlgorithms,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires + _renewableFor > time.GetUtcNow().UtcDateTime,
        };
        Accept(rules, key);
        var read = await _handler.ValidateTokenAsync(token.Text, rules);
        if (!read.IsValid)
            return null;
        return TokenClaims.Keep(token.Contents, read.SecurityToken.ValidTo, AuthSchemes.Guest, out _)?.FindFirst(TokenClaims.UserId)?.Value;
    }

    public static void Accept(TokenValidationParameters rules, GuestSigningKey key)
    {
        rules.ValidIssuer = GuestIdentity.Issuer;
        rules.ValidAudience = GuestIdentity.Audience;
        rules.IssuerSigningKey = key.Key;
    }
}
