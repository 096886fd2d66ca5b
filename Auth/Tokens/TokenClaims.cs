using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>The claims of a token that are kept while the connection lives: user id, name and expiry.</summary>
internal static class TokenClaims
{
    public const string Issuer = "iss";
    public const string UserId = "sub";
    public const string Name = "name";
    public const string Expiry = "exp";

    private static readonly string _unusableId =
        $"The token has no usable sub: expected 1 to {ChatLimits.UserIdLength} characters, at least one visible, no control characters.";

    /// <summary>
    /// Returns a principal of just these claims (the library's own principal holds the token's text too), or null and the reason
    /// as a sentence. Reads the JSON of the payload itself: the library returns every claim as text, whatever its type.
    /// </summary>
    public static ClaimsPrincipal? Keep(JsonWebToken token, string scheme, out string problem)
    {
        var userId = TokenForm.ReadText(token.EncodedPayload, UserId) ?? "";
        var name = NameOf(TokenForm.ReadText(token.EncodedPayload, Name), userId);
        problem = userId switch
        {
            { Length: 0 or > ChatLimits.UserIdLength } => _unusableId,
            _ when !DisplayName.IsPlain(userId) || !VisibleText.ShowsSomething(userId) => _unusableId,
            _ when scheme != AuthSchemes.Guest && GuestIdentity.IsUserId(userId) =>
                "The token's sub is reserved for guests of this server.",
            _ when name.Length == 0 => "The token has no usable name.",
            _ => "",
        };
        if (problem.Length > 0)
            return null;

        var expiry = new DateTimeOffset(token.ValidTo).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Claim[] kept = [new(UserId, userId), new(Name, name), new(Expiry, expiry)];
        return new ClaimsPrincipal(new ClaimsIdentity(kept, scheme, Name, roleType: null));
    }

    private static string NameOf(string? claim, string userId) =>
        string.IsNullOrWhiteSpace(claim) ? DisplayName.From(userId) : DisplayName.Cut(claim);
}
