using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Api.Access;

/// <summary>Which backends may call the API: keys, tokens and scopes.</summary>
internal static class ApiAccess
{
    private const string KeyScheme = "ApiKey";
    private const string TokenScheme = "ApiToken";
    private const int PartsOfToken = 3;

    public static void AddApiAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<ApiTokenEvents>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiRefusals>();
        services.AddAuthentication()
            .AddPolicyScheme(AuthSchemes.Api, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(KeyScheme, null)
            .AddJwtBearer(TokenScheme, static _ => { });
        services.AddOptions<JwtBearerOptions>(TokenScheme)
            .Configure<IOptions<ApiOptions>>((options, api) => ApiTokens.Configure(options, api.Value));
        services.PostConfigure<JwtBearerOptions>(TokenScheme, JwtSetup.ForgetWithdrawnKeys);
    }

    /// <summary>Requires a caller with the scope.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, string scope, string method) => endpoint
        .WithMetadata(new NeedsScope(scope))
        .RequireAuthorization(new AuthorizationPolicyBuilder(AuthSchemes.Api)
            .RequireAuthenticatedUser()
            .RequireClaim(ApiKeyHandler.ScopeClaim, ApiScopes.For(scope, method))
            .Build());

    /// <summary>A token has three parts. A key with two dots would be taken for one, so only if there is an issuer.</summary>
    private static string SchemeOf(HttpContext context)
    {
        var hasIssuer = context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.Authority is not null;
        return hasIssuer && PresentedToken.InHeader(context.Request)?.Split('.').Length == PartsOfToken ? TokenScheme : KeyScheme;
    }
}
