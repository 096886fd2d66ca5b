using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Tests.Support;

/// <summary>A token before its signature, every part of which a test can corrupt. A claim set to null is left out.</summary>
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

    /// <summary>Members of the header; a null one is left out.</summary>
    public Dictionary<string, object?> Header { get; } = new() { ["typ"] = "JWT" };

    /// <summary>Changes the JSON of the payload, for cases that no claim can express.</summary>
    public Func<string, string> Rewrite { get; set; } = payload => payload;

    /// <summary>Signs the bytes as they are, because the library would refuse to create some of these tokens.</summary>
    public string Sign()
    {
        var signed = $"{Base64UrlEncoder.Encode(HeaderJson(Algorithm))}.{Base64UrlEncoder.Encode(Rewrite(Payload))}";
        using var provider = CryptoProviderFactory.Default.CreateForSigning(Key, Algorithm, cacheProvider: false);
        return $"{signed}.{Base64UrlEncoder.Encode(provider.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>The same claims with <c>alg: none</c> and an empty signature.</summary>
    public string Unsigned() => $"{Base64UrlEncoder.Encode(HeaderJson("none"))}.{Base64UrlEncoder.Encode(Payload)}.";

    private string Payload => Json(Claims);

    private string HeaderJson(string algorithm) => Json(new(Header) { ["alg"] = algorithm, ["kid"] = Key.KeyId });

    private static string Json(Dictionary<string, object?> members) =>
        JsonSerializer.Serialize(members.Where(member => member.Value is not null).ToDictionary());
}
