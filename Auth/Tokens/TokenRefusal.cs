using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>A token that is genuine and cannot be used; the message is a sentence for its holder.</summary>
internal sealed class UnusableTokenException(string sentence) : Exception(sentence);

/// <summary>A token that is genuine and belongs to a banned user: another token of the user is no better.</summary>
internal sealed class BannedUserException(string userId) : Exception("The user is banned.")
{
    public string UserId { get; } = userId;
}

/// <summary>A token that is genuine and was revoked.</summary>
internal sealed class RevokedTokenException(bool isRecent) : Exception("The token was revoked.")
{
    /// <summary>A token that is issued a moment later may be good.</summary>
    public bool IsRecent { get; } = isRecent;
}

/// <summary>A token that is genuine and was issued in the future: a revocation would not cover it.</summary>
internal sealed class FutureTokenException() : Exception("The token's iat is in the future: the clock of its issuer is ahead.");

/// <summary>The failure of a valid token that its holder may not use.</summary>
internal static class TokenFailure
{
    /// <summary>Returns null if the token may be used.</summary>
    public static Exception? Of(TokenStanding standing, string userId) => standing switch
    {
        TokenStanding.Good => null,
        TokenStanding.Banned => new BannedUserException(userId),
        TokenStanding.FromTheFuture => new FutureTokenException(),
        _ => new RevokedTokenException(standing == TokenStanding.RevokedJustNow),
    };
}

/// <summary>
/// Why a token was refused, in fixed words: they are sent in a header and logged, and the library's own texts hold token contents.
/// </summary>
internal static class TokenRefusal
{
    /// <summary>In seconds, for a refusal by the clock.</summary>
    public const string ClockRetryAfter = "1";

    /// <summary>Not 401, which would make the client get another token.</summary>
    public static Task AnswerBannedAsync(HttpContext context, string reason) =>
        CodedProblem.Of(StatusCodes.Status403Forbidden, SessionEndCodes.Banned, reason).ExecuteAsync(context);

    public static string Reason(Exception failure) => failure switch
    {
        UnusableTokenException or BannedUserException or RevokedTokenException or FutureTokenException => failure.Message,
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNoExpirationException => "The token has no expiry.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidAudienceException => "The token's audience is not accepted.",
        SecurityTokenInvalidIssuerException => "The token's issuer is not accepted.",
        SecurityTokenInvalidAlgorithmException => "The token's algorithm is not accepted.",
        SecurityTokenSignatureKeyNotFoundException => "The token's signing key is unknown.",
        SecurityTokenInvalidSignatureException => "The token's signature is not valid.",
        SecurityTokenMalformedException or ArgumentException => "The token is malformed.",
        _ => "The token is not valid.",
    };

    /// <summary>
    /// Whether it was this machine's clock that spoke against it: another node, or this one once its clock is right, may take the
    /// same token. Or its tokens were revoked a moment ago, and the next one may be good.
    /// </summary>
    public static bool ByTheClock(Exception failure) => failure is SecurityTokenExpiredException or SecurityTokenNotYetValidException
        or FutureTokenException or RevokedTokenException { IsRecent: true };

    /// <summary>Whether the same token may be good once the keys of its issuer are there.</summary>
    public static bool ForWantOfKeys(Exception failure) => failure
        is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidIssuerException or SecurityTokenInvalidSignatureException;
}
