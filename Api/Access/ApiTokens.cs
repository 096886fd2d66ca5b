using Microsoft.AspNetCore.Authentication.JwtBearer;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Api.Access;

/// <summary>OAuth 2 client-credentials tokens of <see cref="ApiOptions.Authority"/>. They pass the checks of users' tokens.</summary>
internal static class ApiTokens
{
    public static void Configure(JwtBearerOptions options, ApiOptions api)
    {
        options.Authority = api.Authority;
        // ApiOptions accepts http on this machine only.
        options.RequireHttpsMetadata = false;
        JwtSetup.SetDefaults(options);
        JwtSetup.Harden(options, JwtSetup.IssuerAlgorithms);
        options.EventsType = typeof(ApiTokenEvents);
        options.TokenValidationParameters.ValidAudience = api.Audience;
        new IssuerKeys([]).Apply(options.TokenValidationParameters);
    }
}
