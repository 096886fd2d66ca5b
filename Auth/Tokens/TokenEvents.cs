using System.Diagnostics;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Sign-in, with the differences from the framework's: the token's place, the claims that are kept, and the answer to a bad token.
/// </summary>
internal sealed class TokenEvents(ILogger<TokenEvents> logger) : JwtBearerEvents
{
    private const string KeysRetryAfter = "5";
    private const string ClockRetryAfter = "1";

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

    public override Task TokenValidated(TokenValidatedContext context)
    {
        var token = PresentedToken.Find(context.HttpContext) ?? throw new UnreachableException("The token was read before.");
        if (TokenClaims.Keep(token.Contents, context.SecurityToken.ValidTo, context.Scheme.Name, out var problem) is { } kept)
            context.Principal = kept;
        else
            context.Fail(new UnusableTokenException(problem));
        if (context.HttpContext.Request.Path.StartsWithSegments(ChatPaths.Hub))
            PresentedToken.Forget(context.HttpContext);
        return Task.CompletedTask;
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is not { } failure)
            return;

        if (TokenRefusal.ForWantOfKeys(failure) && !await HasKeysAsync(context))
        {
            // The token may well be valid: 401 would make its holder get another one.
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = KeysRetryAfter;
            return;
        }

        var reason = TokenRefusal.Reason(failure);
        logger.TokenRefused(reason);
        if (TokenRefusal.ByTheClock(failure))
            context.Response.Headers.RetryAfter = ClockRetryAfter;
        context.Error = "invalid_token";
        context.ErrorDescription = reason;
    }

    private async Task<bool> HasKeysAsync(JwtBearerChallengeContext context)
    {
        if (context.Options.ConfigurationManager is not { } issuer)
            return true;
        try
        {
            await issuer.GetConfigurationAsync(context.HttpContext.RequestAborted);
            return true;
        }
        catch (InvalidOperationException e)
        {
            logger.IssuerUnreachable(context.Options.Authority ?? context.Options.MetadataAddress, e);
            return false;
        }
    }
}
