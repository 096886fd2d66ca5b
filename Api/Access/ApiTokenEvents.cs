using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Api.Access;

/// <summary>
/// The sign-in of a backend with a token. Issuers write scopes in different claims: <c>scope</c> (RFC 9068, texts with spaces between),
/// <c>scp</c> or <c>roles</c> (Microsoft Entra).
/// </summary>
internal sealed class ApiTokenEvents(ILogger<ApiTokenEvents> logger) : JwtBearerEvents
{
    private static readonly string[] _scopeClaims = ["scope", "scp", "roles"];
    private static readonly string[] _nameClaims = ["client_id", "azp", "appid", "sub"];

    public override Task MessageReceived(MessageReceivedContext context)
    {
        context.Token = PresentedToken.InHeader(context.Request);
        if (context.Token is null)
            context.NoResult();
        else if (TokenForm.FindFault(context.Token) is { } fault)
            context.Fail(new UnusableTokenException(fault));
        return Task.CompletedTask;
    }

    /// <summary>Keeps the client's name and its scopes, in the claims of <see cref="ApiKeyHandler"/>.</summary>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        var name = _nameClaims.Select(claim => Texts(token, claim).FirstOrDefault()).FirstOrDefault(text => text is not null);
        if (name is null)
        {
            context.Fail(new UnusableTokenException("The token names no client."));
            return Task.CompletedTask;
        }
        var scopes = _scopeClaims.SelectMany(claim => Texts(token, claim)).SelectMany(text => text.Split(' ')).Intersect(ApiScopes.All);
        var claims = scopes.Select(scope => new Claim(ApiKeyHandler.ScopeClaim, scope)).Prepend(new Claim(ApiKeyHandler.NameClaim, name));
        context.Principal = new(new ClaimsIdentity(claims, context.Scheme.Name, ApiKeyHandler.NameClaim, roleType: null));
        return Task.CompletedTask;
    }

    public override Task Challenge(JwtBearerChallengeContext context) => IssuerOutage.TryAnswerAsync(context, logger);

    private static IEnumerable<string> Texts(JsonWebToken token, string claim) =>
        token.Claims.Where(one => one.Type == claim && one.ValueType == ClaimValueTypes.String).Select(one => one.Value);
}
