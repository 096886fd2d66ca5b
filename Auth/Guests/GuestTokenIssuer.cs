using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth.Guests;

/// <summary>Issues guests' tokens, and checks their form.</summary>
internal sealed class GuestTokenIssuer(GuestSigningKey key, IOptions<GuestOptions> options, TimeProvider time)
{
    // Long enough for a laptop that slept over a holiday, and short enough that a token found in an old backup is worthless.
    private static readonly TimeSpan _renewableFor = TimeSpan.FromDays(7);

    private readonly JsonWebTokenHandler _reader = new();

    /// <summary>A token for a guest under this name, with a time of issue of <see cref="ITokenRevocation"/>.</summary>
    public GuestTokenResult Give(string userId, string name, DateTimeOffset issuedAt)
    {
        var claims = new Dictionary<string, object> { [TokenClaims.UserId] = userId, [TokenClaims.Name] = name };
        var (token, expiresAt) = SignedToken.Make(
            GuestIdentity.Issuer, GuestIdentity.Audience, key.Key, claims, issuedAt, time.GetUtcNow() + options.Value.TokenLifetime);
        return new GuestTokenResult { AccessToken = token, ExpiresAt = expiresAt, UserId = userId, Name = name };
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
        var read = await _reader.ValidateTokenAsync(token.Text, rules);
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
