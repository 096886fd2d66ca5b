using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>The checks that every token must pass, whatever the configuration says.</summary>
internal static class JwtSetup
{
    /// <summary>An issuer keeps its private key secret, so no shared-secret algorithm is in this list.</summary>
    public static readonly string[] IssuerAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static readonly string[] GuestAlgorithms = [SecurityAlgorithms.HmacSha256];

    /// <summary>
    /// Makes a request with an unknown key wait for the new keys. Otherwise they are fetched in the background, and the first
    /// token of each new key is refused. The library reads this once, with its first object.
    /// </summary>
    public static void WaitForNewKeys() => AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);

    /// <summary>Starting values that the section may change.</summary>
    public static void SetDefaults(JwtBearerOptions options)
    {
        // An unknown key id queries the issuer at most this often, so no client can use this server to flood it.
        options.RefreshInterval = TimeSpan.FromSeconds(30);

        // How long a key that the issuer withdrew stays good; the framework's 12 hours are too long for that.
        options.AutomaticRefreshInterval = TimeSpan.FromMinutes(10);
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
    }

    public static void Harden(JwtBearerOptions options, string[] algorithms)
    {
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.IncludeErrorDetails = false;
        options.RefreshOnIssuerKeyNotFound = true;
        options.EventsType = typeof(TokenEvents);

        var rules = options.TokenValidationParameters;
        rules.ValidAlgorithms = algorithms;
        rules.RequireSignedTokens = true;
        rules.ValidateIssuerSigningKey = true;
        rules.ValidateIssuer = true;
        rules.RequireAudience = true;
        rules.ValidateAudience = true;
        rules.RequireExpirationTime = true;
        rules.ValidateLifetime = true;
        rules.ClockSkew = TimeSpan.Zero;
        rules.NameClaimType = TokenClaims.Name;
    }

    /// <summary>Accepts only the issuer's current keys, as soon as they are known to have changed.</summary>
    public static void ForgetWithdrawnKeys(JwtBearerOptions options)
    {
        // Otherwise the set before the newest is tried too, for an hour.
        if (options.ConfigurationManager is BaseConfigurationManager keys)
            keys.UseLastKnownGoodConfiguration = false;
    }
}
