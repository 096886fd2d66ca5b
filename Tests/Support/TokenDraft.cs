using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Tests.Support;

/// <summary>A token about to be signed, every part of which a test can spoil. A claim set to null is left out.</summary>
internal sealed class TokenDraft(string issuer, string audience, string sub, SecurityKey key)
{
    public Dictionary<string, object?> Claims { get; } = new()
    {
        ["iss"] = issuer,
        ["aud"] = audience,
        ["sub"] = sub,
        ["name"] = sub,
        ["exp"] = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
    };

    public SecurityKey Key { get; set; } = key;

    public string Algorithm { get; set; } = key is ECDsaSecurityKey ? SecurityAlgorithms.EcdsaSha256
        : key is SymmetricSecurityKey ? SecurityAlgorithms.HmacSha256 : SecurityAlgorithms.RsaSha256;

    public TimeSpan ExpiresIn
    {
        set => Claims["exp"] = TimeProvider.System.GetUtcNow().Add(value).ToUnixTimeSeconds();
    }

    public string Sign() =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(Payload, new SigningCredentials(Key, Algorithm));

    /// <summary>The same claims with <c>alg: none</c> and an empty signature.</summary>
    public string Unsigned() => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Base64UrlEncoder.Encode(Payload)}.";

    private string Payload => JsonSerializer.Serialize(Claims.Where(claim => claim.Value is not null).ToDictionary());
}
