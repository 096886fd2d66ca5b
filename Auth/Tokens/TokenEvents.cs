using System.Diagnostics;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Sign-in, with the differences from the framework's: the token's place, the claims that are kept, and the answer to a bad token.
/// </summary>
internal sealed class TokenEvents(ITokenRevocation revocation, ILogger<TokenEvents> logger) : JwtBearerEvents
{
    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (PresentedToken.Find(context.HttpContext) is not { } token)
        {
            // The framework would look for one by its own rules.
            context.NoResult();
        }
        else if (token.Contents.Fault is { } fault)
        {
            context.Fail(new UnusableTokenException(fault));
        }
        else
        {
            context.Token = token.Text;
        }
        return Task.CompletedTask;
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        var token = PresentedToken.Find(context.HttpContext) ?? throw new UnreachableException("The token was read before.");
        if (TokenClaims.Keep(token.Contents, context.SecurityToken.ValidTo, context.Scheme.Name, out var problem) is not { } kept)
        {
            context.Fail(new UnusableTokenException(problem));
            return;
        }

        var (userId, issuedAt) = (token.Contents.UserId!, token.Contents.IssuedAt);
        var standing = await revocation.CheckAsync(userId, issuedAt, context.HttpContext.RequestAborted);
        if (TokenFailure.Of(standing, userId) is { } failure)
        {
            context.Fail(failure);
            return;
        }
        context.Principal = kept;
        // Not after a failure: the answer still depends on whose token it is.
        if (context.HttpContext.Request.Path.StartsWithSegments(ChatPaths.Hub))
            PresentedToken.Forget(context.HttpContext);
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is not { } failure)
            return;

        if (await IssuerOutage.TryAnswerAsync(context, logger))
            return;

        var reason = TokenRefusal.Reason(failure);
        logger.TokenRefused(reason);
        if (failure is BannedUserException)
        {
            context.HandleResponse();
            await TokenRefusal.AnswerBannedAsync(context.HttpContext, reason);
            return;
        }
        if (TokenRefusal.ByTheClock(failure))
            context.Response.Headers.RetryAfter = TokenRefusal.ClockRetryAfter;
        context.Error = "invalid_token";
        context.ErrorDescription = reason;
    }
}
