using Microsoft.AspNetCore.Authentication;

namespace SignalRChat.Auth.Tokens;

/// <summary>Checks a token that does not come with a request, exactly as the door does: with the same schemes and events.</summary>
internal sealed class TokenCheck(IServiceScopeFactory scopes)
{
    private static readonly TimeSpan _keysRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _clockRetry = TimeSpan.FromSeconds(1);

    /// <summary>When a token of this user ends and was issued, and its grant.</summary>
    /// <exception cref="ChatRefusedException">The token is of another user or not valid, its user is banned, or the keys of its issuer
    /// cannot be read at present. With a time to retry, this token or the next one may be good by then.</exception>
    public async Task<(TokenTimes Times, ChatGrant? Grant)> CheckAsync(string token, string userId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        context.Features.Set(new PresentedToken(token));
        var result = await context.AuthenticateAsync(AuthSchemes.Any);
        if (!result.Succeeded)
            throw await RefusalAsync(context, result.Failure, userId);
        if (ConnectionUser.From(result.Principal).UserId != userId)
            throw OfAnotherUser();
        context.User = result.Principal;
        var expiresAt = result.Properties?.ExpiresUtc ?? TokenExpiry.Of(context);
        return (TokenTimes.Of(expiresAt, result.Principal), ConnectionUser.GrantOf(result.Principal));
    }

    private static async Task<ChatRefusedException> RefusalAsync(HttpContext context, Exception? failure, string userId)
    {
        if (failure is BannedUserException banned)
            return banned.UserId == userId ? new(ChatErrorCodes.Banned, failure.Message) : OfAnotherUser();
        // The answer of the door: it logs the reason, and tells a bad token from keys that are away.
        await context.ChallengeAsync(AuthSchemes.Any);
        if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
            return new(ChatErrorCodes.Busy, "The keys of the token's issuer cannot be read.", _keysRetry);
        return failure is null
            ? new(ChatErrorCodes.InvalidToken, "The token is not valid.")
            : new(ChatErrorCodes.InvalidToken, TokenRefusal.Reason(failure), TokenRefusal.ByTheClock(failure) ? _clockRetry : null);
    }

    private static ChatRefusedException OfAnotherUser() => new(ChatErrorCodes.Forbidden, "The token is of another user.");
}
