using System.Security.Claims;
using SignalRChat.Contracts;

namespace SignalRChat.Auth.Tokens;

/// <summary>What is kept of a token for as long as the connection lives: who, shown as what, until when.</summary>
internal static class TokenClaims
{
    public const string UserId = "sub";
    public const string Name = "name";
    public const string Expiry = "exp";

    /// <summary>
    /// A principal of just these claims (the one that was read holds the token's text too), or none and the sentence that says why.
    /// </summary>
    public static ClaimsPrincipal? Keep(ClaimsPrincipal read, string scheme, out string problem)
    {
        problem = "";
        if (read.FindAll(UserId).ToArray() is not [{ Value: { Length: > 0 and <= ChatLimits.UserIdLength } userId }]
            || string.IsNullOrWhiteSpace(userId) || !DisplayName.IsPlain(userId))
        {
            problem = $"The token has no usable sub: expected 1 to {ChatLimits.UserIdLength} characters, no control characters.";
            return null;
        }

        var name = NameOf(read, userId);
        if (name.Length == 0)
        {
            problem = "The token has no usable name.";
            return null;
        }

        Claim[] kept = [new(UserId, userId), new(Name, name), new(Expiry, read.FindFirst(Expiry)?.Value ?? "")];
        return new ClaimsPrincipal(new ClaimsIdentity(kept, scheme, Name, roleType: null));
    }

    private static string NameOf(ClaimsPrincipal read, string userId) => read.FindFirst(Name)?.Value switch
    {
        null => DisplayName.From(userId),
        var name when string.IsNullOrWhiteSpace(name) => DisplayName.From(userId),

        // An issuer does not know the limit of this server; a name that is only too long is cut.
        var name when DisplayName.From(name) is { } shown && name.Trim().StartsWith(shown, StringComparison.Ordinal) => shown,
        _ => "",
    };
}
