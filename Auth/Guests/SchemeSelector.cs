using Microsoft.AspNetCore.Authorization;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth.Guests;

/// <summary>Selects the authentication scheme of a request.</summary>
internal static class SchemeSelector
{
    /// <summary>
    /// Picks by the issuer the token claims, unproven, and the scheme proves it. Trying one after the other would send the issuer
    /// a request for new keys with every guest.
    /// </summary>
    public static string ForRequest(HttpContext context)
    {
        // A key or token of the server API is no user's: reading it as one would ask the users' issuer for keys that it does not have.
        if (context.GetEndpoint()?.Metadata.GetMetadata<AuthorizationPolicy>()?.AuthenticationSchemes.Contains(AuthSchemes.Api) == true)
            return AuthSchemes.Api;
        var guests = context.RequestServices.GetRequiredService<IOptions<GuestOptions>>().Value;
        var isGuest = guests.IsOn && PresentedToken.Find(context)?.Contents.Issuer == GuestIdentity.Issuer;
        return isGuest
            ? AuthSchemes.Guest
            : context.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value.UserScheme;
    }
}
