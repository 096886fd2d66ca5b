using System.Security.Claims;

namespace SignalRChat.Auth.Tokens;

/// <summary>The user that a checked token was issued for.</summary>
internal static class ConnectionUser
{
    /// <summary>Throws when the principal was not authorised by <see cref="AuthSchemes.HubPolicy"/>.</summary>
    public static ChatUser From(ClaimsPrincipal? principal)
    {
        var userId = principal?.FindFirst(TokenClaims.UserId)?.Value
            ?? throw new InvalidOperationException(
                $"The connection has no user: its endpoint must require the policy {AuthSchemes.HubPolicy}.");
        return new ChatUser { UserId = userId, Name = principal.FindFirst(TokenClaims.Name)?.Value ?? userId };
    }

    /// <summary>The grant of the token; null for a token without one.</summary>
    public static ChatGrant? GrantOf(ClaimsPrincipal principal) =>
        principal.FindFirst(TokenClaims.Chat)?.Value is { } chat ? ChatClaim.Parse(chat) : null;
}
