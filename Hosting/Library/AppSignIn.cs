using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace SignalRChat.Hosting.Library;

/// <summary>Asks the app who makes a request, or whose a token is: by a policy of the app, or by its default scheme.</summary>
internal sealed class AppSignIn(IServiceProvider app, string? policyName)
{
    private const string ByMiddleware = "app";

    private static readonly AuthorizationPolicy _anyUser = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();

    /// <summary>Without a trace in the app's request: its middleware finds it as it was.</summary>
    public Task<AuthenticateResult> AuthenticateAsync(AppRequest request)
    {
        var features = new EmbeddedFeatures(request.Context.Features);
        features.Set<IHttpAuthenticationFeature>(null);
        features.Set<IAuthenticateResultFeature>(null);
        return EvaluateAsync(new DefaultHttpContext(features), request.Context, hasToken: false);
    }

    /// <summary>
    /// The same for a token of a request, in the header or in the query, where a browser must put it, or of a call. As if it came in the
    /// header, because the app's schemes need not know of the query, and without the browser's cookies.
    /// </summary>
    public async Task<AuthenticateResult> AuthenticateAsync(string token, AppRequest? request, CancellationToken cancellationToken)
    {
        // The app's handlers remember, with the services of a request, what they found in it.
        await using var scope = app.CreateAsyncScope();
        var context = request is null ? new DefaultHttpContext() : CopyOf(request.Context);
        (context.RequestServices, context.RequestAborted) = (scope.ServiceProvider, cancellationToken);
        context.Request.Headers.Authorization = $"Bearer {token}";
        context.Request.Headers.Cookie = default;
        return await EvaluateAsync(context, request?.Context, hasToken: true);
    }

    private static DefaultHttpContext CopyOf(HttpContext app)
    {
        var features = new EmbeddedFeatures(app.Features);
        features.Set<IHttpRequestFeature>(EmbeddedRequest.CopyOf(app, default));
        features.Set<IServiceProvidersFeature>(null);
        features.Set<IHttpRequestLifetimeFeature>(null);
        features.Set<IItemsFeature>(null);
        features.Set<IRequestCookiesFeature>(null);
        features.Set<IHttpAuthenticationFeature>(null);
        features.Set<IAuthenticateResultFeature>(null);
        return new(features);
    }

    /// <param name="context">The request that the app's schemes see.</param>
    /// <param name="request">The request of the app, if there is one.</param>
    /// <param name="hasToken">Whether only the token of the context counts.</param>
    private async Task<AuthenticateResult> EvaluateAsync(HttpContext context, HttpContext? request, bool hasToken)
    {
        var services = context.RequestServices;
        var policy = policyName is null
            ? _anyUser
            : await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(policyName)
                ?? throw new InvalidOperationException($"The app has no authorization policy {policyName} (UseAppAuthentication).");
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var result = policy.AuthenticationSchemes.Count > 0
            ? await BySchemesAsync(policy, evaluator, context)
            : await ByDefaultAsync(context, request, hasToken);
        if (!result.Succeeded)
            return result;
        context.User = result.Principal;
        var permitted = await evaluator.AuthorizeAsync(policy, result, context, context);
        return permitted.Succeeded ? result : AuthenticateResult.Fail("The app's policy does not permit the user.");
    }

    /// <summary>With the earliest time of issue, which revocations need: the framework keeps only the earliest expiry.</summary>
    private static async Task<AuthenticateResult> BySchemesAsync(
        AuthorizationPolicy policy, IPolicyEvaluator evaluator, HttpContext context)
    {
        var result = await evaluator.AuthenticateAsync(policy, context);
        if (result.Properties is not { } found)
            return result;
        foreach (var scheme in policy.AuthenticationSchemes)
        {
            // The handlers remember their results.
            if ((await context.AuthenticateAsync(scheme)).Properties?.IssuedUtc is { } issued && !(issued >= found.IssuedUtc))
                found.IssuedUtc = issued;
        }
        return result;
    }

    /// <summary>
    /// As the app's middleware has found, or by the default scheme if no middleware has run, or for a token. In an app without a default
    /// scheme only its middleware knows the user, who may be a cookie's: a token is refused, because nothing reads it.
    /// </summary>
    private static async Task<AuthenticateResult> ByDefaultAsync(HttpContext context, HttpContext? request, bool hasToken)
    {
        if (!hasToken && request?.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true } found)
            return found;
        var schemes = context.RequestServices.GetService<IAuthenticationSchemeProvider>();
        var hasDefault = schemes is not null && await schemes.GetDefaultAuthenticateSchemeAsync() is not null;
        if (hasToken && !hasDefault)
            return AuthenticateResult.Fail("The app has no default scheme for a token: name a policy with schemes (UseAppAuthentication).");
        if (!hasToken && request?.User is { Identity.IsAuthenticated: true } user)
            return AuthenticateResult.Success(new(user, ByMiddleware));
        return hasDefault ? await context.AuthenticateAsync() : AuthenticateResult.NoResult();
    }
}
