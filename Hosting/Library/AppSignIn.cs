using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace SignalRChat.Hosting.Library;

/// <summary>Asks the app who makes a request, or whose a token is: by a policy of the app, or by its default scheme.</summary>
internal sealed class AppSignIn(IServiceProvider app, string? policyName)
{
    private const string ByMiddleware = "app";

    private static readonly AuthorizationPolicy _anyUser = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();

    public Task<AuthenticateResult> AuthenticateAsync(AppRequest request) => EvaluateAsync(request.Context);

    /// <summary>
    /// The same for a token that is in no header: in the query, where a browser must put it, or in a call. As if it came in a header,
    /// because the app's schemes need not know of the query.
    /// </summary>
    public async Task<AuthenticateResult> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        await using var scope = app.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        context.Request.Headers.Authorization = $"Bearer {token}";
        return await EvaluateAsync(context);
    }

    private async Task<AuthenticateResult> EvaluateAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var policy = policyName is null
            ? _anyUser
            : await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(policyName)
                ?? throw new InvalidOperationException($"The app has no authorization policy {policyName} (UseAppAuthentication).");
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var result = policy.AuthenticationSchemes.Count > 0
            ? await evaluator.AuthenticateAsync(policy, context)
            : await ByDefaultAsync(context);
        if (!result.Succeeded)
            return result;
        context.User = result.Principal;
        var permitted = await evaluator.AuthorizeAsync(policy, result, context, context);
        return permitted.Succeeded ? result : AuthenticateResult.Fail("The app's policy does not permit the user.");
    }

    /// <summary>As the app's middleware has found, or by the default scheme where no middleware has run.</summary>
    private static async Task<AuthenticateResult> ByDefaultAsync(HttpContext context) => context switch
    {
        _ when context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true } found => found,
        { User.Identity.IsAuthenticated: true } => AuthenticateResult.Success(new(context.User, ByMiddleware)),
        _ => await context.AuthenticateAsync(),
    };
}
