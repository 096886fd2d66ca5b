using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Api.Access;

/// <summary>Authenticates a backend by its key, which is its bearer token.</summary>
internal sealed class ApiKeyHandler(
    ApiKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string NameClaim = "client_id";
    public const string ScopeClaim = "scope";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (PresentedToken.InHeader(Request) is not { Length: > 0 } presented)
            return Task.FromResult(AuthenticateResult.NoResult());
        if (keys.Find(presented) is not { } key)
            return Task.FromResult(AuthenticateResult.Fail("There is no such key."));
        var claims = key.Scopes.Select(scope => new Claim(ScopeClaim, scope)).Prepend(new Claim(NameClaim, key.Name));
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name, NameClaim, roleType: null));
        return Task.FromResult(AuthenticateResult.Success(new(principal, Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.Append(HeaderNames.WWWAuthenticate, "Bearer");
        return Task.CompletedTask;
    }
}
