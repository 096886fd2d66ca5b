using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hosting.Library;

/// <summary>
/// The users of the app in the chat. The app says who the user is; what the chat keeps of the claims, bans and revocations are as with a
/// token of an issuer.
/// </summary>
internal sealed class AppUserHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AppSignIn app,
    ITokenRevocation revocation)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Challenge = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var result = await AskAppAsync();
        if (!result.Succeeded)
            return result;
        var (user, ticket) = (ContentsOf(result.Principal, result.Properties), result.Properties ?? new());
        if (user.Fault is { } fault)
            return Refuse(fault);
        var expiresAt = ticket.ExpiresUtc ?? DateTimeOffset.MaxValue;
        if (TokenClaims.Keep(user, expiresAt.UtcDateTime, Scheme.Name, out var problem) is not { } kept)
            return Refuse(problem);
        var standing = await revocation.CheckAsync(user.UserId!, user.IssuedAt, Context.RequestAborted);
        if (TokenFailure.Of(standing, user.UserId!) is { } failure)
            return AuthenticateResult.Fail(failure);
        return AuthenticateResult.Success(new(kept, new AuthenticationProperties { ExpiresUtc = ticket.ExpiresUtc }, Scheme.Name));
    }

    /// <summary>Without the app's redirect to a page: the caller is a client of the chat.</summary>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (failure is not null)
            AuthLog.TokenRefused(Logger, TokenRefusal.Reason(failure));
        if (failure is BannedUserException)
        {
            await TokenRefusal.AnswerBannedAsync(Context, failure.Message);
            return;
        }
        if (failure is not null && TokenRefusal.ByTheClock(failure))
            Response.Headers.RetryAfter = TokenRefusal.ClockRetryAfter;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Challenge;
    }

    /// <summary>With a token only the token counts: the page means it, and a browser sends a cookie with each request.</summary>
    private Task<AuthenticateResult> AskAppAsync()
    {
        var request = Context.Features.Get<AppRequest>();
        if (PresentedToken.Find(Context) is { } token)
            return app.AuthenticateAsync(token.Text, request, Context.RequestAborted);
        return request is null ? Task.FromResult(AuthenticateResult.NoResult()) : app.AuthenticateAsync(request);
    }

    private static TokenContents ContentsOf(ClaimsPrincipal user, AuthenticationProperties? ticket)
    {
        var chat = user.FindFirst(TokenClaims.Chat)?.Value;
        return FaultOf(chat) is { } fault ? TokenContents.Malformed(fault) : new()
        {
            UserId = (user.FindFirst(TokenClaims.UserId) ?? user.FindFirst(ClaimTypes.NameIdentifier))?.Value,
            Name = (user.FindFirst(TokenClaims.Name) ?? user.FindFirst(ClaimTypes.Name))?.Value ?? user.Identity?.Name,
            Chat = chat,
            IssuedAt = long.TryParse(user.FindFirst(TokenClaims.IssuedAt)?.Value, CultureInfo.InvariantCulture, out var seconds)
                ? seconds * 1000
                : ticket?.IssuedUtc?.ToUnixTimeMilliseconds(),
        };
    }

    private static string? FaultOf(string? chat)
    {
        if (chat is null)
            return null;
        try
        {
            using var json = JsonDocument.Parse(chat);
            return ChatClaim.Read(json.RootElement, out var fault) is null ? fault : null;
        }
        catch (JsonException)
        {
            return "The user's chat claim is not JSON.";
        }
    }

    private static AuthenticateResult Refuse(string problem) => AuthenticateResult.Fail(new UnusableTokenException(problem));
}
