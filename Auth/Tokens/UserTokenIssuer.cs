using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Issues tokens for users of a backend that has no issuer, signed with the first of the configured shared keys. A node accepts them
/// like the backend's own.
/// </summary>
internal sealed class UserTokenIssuer(BearerSettings settings, TimeProvider time)
{
    public bool HasKey => settings.SigningKeys.Length > 0;

    /// <param name="user">The user.</param>
    /// <param name="issuedAt">The time of issue (<see cref="ITokenRevocation.TimeOfIssueAsync"/>).</param>
    /// <param name="lifetime">How long the token is valid.</param>
    /// <param name="chat">The claim <c>chat</c>, if any, in the form of <see cref="ChatClaim"/>.</param>
    public UserToken Give(ChatUser user, DateTimeOffset issuedAt, TimeSpan lifetime, JsonElement? chat)
    {
        var key = settings.SigningKeys[0];
        var claims = new Dictionary<string, object> { [TokenClaims.UserId] = user.UserId, [TokenClaims.Name] = user.Name };
        if (chat is { } claim)
            claims.Add(TokenClaims.Chat, claim);
        var secret = new SymmetricSecurityKey(Convert.FromBase64String(key["Value"]!));
        var (token, expiresAt) = SignedToken.Make(
            key["Issuer"], settings.Audiences[0], secret, claims, issuedAt, time.GetUtcNow() + lifetime);
        return new(token, expiresAt, user.UserId, user.Name);
    }
}

/// <summary>A token for a user; the time of its expiry is in Unix milliseconds.</summary>
internal sealed record UserToken(string AccessToken, long ExpiresAt, string UserId, string Name);
