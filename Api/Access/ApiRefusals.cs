using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using SignalRChat.Api.Requests;

namespace SignalRChat.Api.Access;

/// <summary>Answers a caller of the API without access with a problem. Other endpoints keep the framework's answer.</summary>
internal sealed class ApiRefusals(ILogger<ApiRefusals> logger) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _other = new();

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        // The framework's answer has the header and the status.
        await _other.HandleAsync(next, context, policy, authorizeResult);
        if (authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>() is not { } needed)
            return;
        if (authorizeResult.Forbidden)
        {
            var scopes = string.Join(" or ", ApiScopes.For(needed.Scope, context.Request.Method));
            ApiLog.ScopeMissing(logger, context.User.Identity?.Name, scopes);
            await ApiProblems.Of(ChatErrorCodes.Forbidden, $"The scope {scopes} is required.").ExecuteAsync(context);
        }
        else if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            await ApiProblems.Of(ChatErrorCodes.Busy, "The keys of the token's issuer cannot be read.").ExecuteAsync(context);
        }
        else
        {
            ApiLog.Unauthenticated(logger);
            await ApiProblems.Unauthenticated.ExecuteAsync(context);
        }
    }
}
