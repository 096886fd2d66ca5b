using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Returns 503 while the keys of an issuer cannot be read. The token may well be valid: 401 would make its holder get another one.
/// </summary>
internal static class IssuerOutage
{
    private const string RetryAfter = "5";

    /// <summary>Returns false if the token was refused for another reason.</summary>
    public static async Task<bool> TryAnswerAsync(JwtBearerChallengeContext context, ILogger logger)
    {
        if (context.AuthenticateFailure is not { } failure || !TokenRefusal.ForWantOfKeys(failure) || await HasKeysAsync(context, logger))
            return false;
        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfter;
        return true;
    }

    private static async Task<bool> HasKeysAsync(JwtBearerChallengeContext context, ILogger logger)
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
