using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using SignalRChat.Auth.Guests;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth;

/// <summary>The schemes and which of them a request is for.</summary>
internal static class AuthSchemes
{
    /// <summary>The default: hands on to one of the others.</summary>
    public const string Any = "Chat";

    /// <summary>The framework's name, and with it its section <c>Authentication:Schemes:Bearer</c>.</summary>
    public const string Bearer = JwtBearerDefaults.AuthenticationScheme;

    public const string Guest = "Guest";

    /// <summary>
    /// Picks by the issuer the token claims, unproven, and the scheme proves it. Trying one after the other would send the issuer
    /// a request for new keys with every guest.
    /// </summary>
    public static string ForRequest(HttpContext context)
    {
        var guests = context.RequestServices.GetRequiredService<IOptions<GuestOptions>>().Value;
        return guests.IsOn && ClaimedIssuer(PresentedToken.Find(context)) == GuestTokens.Issuer ? Guest : Bearer;
    }

    private static string? ClaimedIssuer(string? token) =>
        token is not null && TokenForm.FindFault(token) is null ? TokenForm.ReadText(token.Split('.')[1], TokenClaims.Issuer) : null;
}
