using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;

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
        context.Token = PresentedToken.Find(context.HttpContext);
        return Task.CompletedTask;
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        if (TokenClaims.Keep(token, context.Scheme.Name, out var problem) is { } kept)
            context.Principal = kept;
        else
            context.Fail(new UnusableTokenException(problem));
        if (context.HttpContext.Request.Path.StartsWithSegments(ChatPaths.Hub))
            Forget(context.HttpContext);
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

    // A WebSocket's request lives as long as its connection, and its token would with it.
    private static void Forget(HttpContext context)
    {
        context.Features.Set<QueryToken>(null);
        context.Request.Headers.Authorization = default;
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
