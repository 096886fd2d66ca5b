using System.Security.Claims;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// The claims of a token that are kept while the connection lives: user id, name, expiry, time of issue and the claim of the chat.
/// </summary>
internal static class TokenClaims
{
    public const string Issuer = "iss";
    public const string UserId = "sub";
    public const string Name = "name";
    public const string Expiry = "exp";
    public const string Chat = "chat";

    /// <summary>Kept in Unix milliseconds; a token has it in seconds.</summary>
    public const string IssuedAt = "iat";

    private static readonly string _unusableId =
        $"The token has no usable sub: expected 1 to {ChatLimits.UserIdLength} characters, at least one visible, no control characters, "
        + "and not . or ..";

    /// <summary>
    /// Returns a principal of just these claims (the library's own principal holds the token's text too), or null and the reason
    /// as a sentence. Takes them as <see cref="TokenForm"/> read them: the library returns every claim as text, whatever its type.
    /// </summary>
    public static ClaimsPrincipal? Keep(TokenContents token, DateTime validTo, string scheme, out string problem)
    {
        var userId = token.UserId ?? "";
        var name = NameOf(token.Name, userId);
        problem = userId switch
        {
            _ when !Identifiers.IsUserId(userId) => _unusableId,
            _ when scheme != AuthSchemes.Guest && GuestIdentity.IsUserId(userId) =>
                "The token's sub is reserved for guests of this server.",
            _ when name.Length == 0 => "The token has no usable name.",
            _ => "",
        };
        if (problem.Length > 0)
            return null;

        var expiry = new DateTimeOffset(validTo).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        List<Claim> kept = [new(UserId, userId), new(Name, name), new(Expiry, expiry)];
        if (token.Chat is not null)
            kept.Add(new(Chat, token.Chat));
        if (token.IssuedAt is { } issuedAt)
            kept.Add(new(IssuedAt, issuedAt.ToString(CultureInfo.InvariantCulture)));
        return new ClaimsPrincipal(new ClaimsIdentity(kept, scheme, Name, roleType: null));
    }

    private static string NameOf(string? claim, string userId) =>
        string.IsNullOrWhiteSpace(claim) ? DisplayName.From(userId) : DisplayName.Cut(claim);
}
