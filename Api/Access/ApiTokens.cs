using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Api.Access;

/// <summary>
/// OAuth 2 client-credentials tokens of <see cref="ApiOptions.Authority"/>. Issuers write scopes in different claims: <c>scope</c>
/// (RFC 9068, texts with spaces between), <c>scp</c> or <c>roles</c> (Microsoft Entra).
/// </summary>
internal static class ApiTokens
{
    private static readonly string[] _scopeClaims = ["scope", "scp", "roles"];
    private static readonly string[] _nameClaims = ["client_id", "azp", "appid", "sub"];

    public static void Configure(JwtBearerOptions options, ApiOptions api)
    {
        options.Authority = api.Authority;
        // ApiOptions accepts http on this machine only.
        options.RequireHttpsMetadata = false;
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.IncludeErrorDetails = false;
        JwtSetup.SetDefaults(options);

        var rules = options.TokenValidationParameters;
        rules.ValidAlgorithms = JwtSetup.IssuerAlgorithms;
        rules.ValidAudience = api.Audience;
        rules.RequireAudience = true;
        rules.RequireExpirationTime = true;
        rules.RequireSignedTokens = true;
        rules.ValidateIssuerSigningKey = true;
        rules.ClockSkew = TimeSpan.Zero;
        options.Events = new JwtBearerEvents { OnTokenValidated = KeepAsync };
    }

    /// <summary>Keeps the client's name and its scopes, in the claims of <see cref="ApiKeyHandler"/>.</summary>
    private static Task KeepAsync(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        var name = _nameClaims.Select(claim => Texts(token, claim).FirstOrDefault()).FirstOrDefault(text => text is not null);
        if (name is null)
        {
            context.Fail("The token names no client.");
            return Task.CompletedTask;
        }
        var scopes = _scopeClaims.SelectMany(claim => Texts(token, claim)).SelectMany(text => text.Split(' ')).Intersect(ApiScopes.All);
        var claims = scopes.Select(scope => new Claim(ApiKeyHandler.ScopeClaim, scope)).Prepend(new Claim(ApiKeyHandler.NameClaim, name));
        context.Principal = new(new ClaimsIdentity(claims, context.Scheme.Name, ApiKeyHandler.NameClaim, roleType: null));
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Texts(JsonWebToken token, string claim) =>
        token.Claims.Where(one => one.Type == claim && one.ValueType == ClaimValueTypes.String).Select(one => one.Value);
}
