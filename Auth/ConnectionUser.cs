using System.Security.Claims;
using SignalRChat.Auth.Tokens;
using SignalRChat.Contracts;

namespace SignalRChat.Auth;

/// <summary>The user that a checked token was issued for.</summary>
internal static class ConnectionUser
{
    /// <summary>Throws when the principal was not authorised by <see cref="ChatAuth.HubPolicy"/>.</summary>
    public static ChatUser From(ClaimsPrincipal? principal)
    {
        var userId = principal?.FindFirst(TokenClaims.UserId)?.Value
            ?? throw new InvalidOperationException($"The connection has no user: its endpoint must require the policy {ChatAuth.HubPolicy}.");
        return new ChatUser { UserId = userId, Name = principal.FindFirst(TokenClaims.Name)?.Value ?? userId };
    }
}
