using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SignalRChat.Faults.Cluster;

/// <summary>The issuer of this run's users. It signs with a key that the servers receive at their start.</summary>
internal sealed class Tokens(TimeSpan life)
{
    private const string Section = "Authentication:Schemes:Bearer";
    private const string Issuer = "faults";
    private const string Audience = "signalrchat";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        [$"{Section}:ValidIssuers:0"] = Issuer,
        [$"{Section}:ValidAudiences:0"] = Audience,
        [$"{Section}:SigningKeys:0:Issuer"] = Issuer,
        [$"{Section}:SigningKeys:0:Value"] = Convert.ToBase64String(_key),
    };

    /// <summary>Returns a token of this user. The same name gives the same user each time.</summary>
    public string Sign(string user)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = new
        {
            iss = Issuer,
            aud = Audience,
            sub = user,
            name = user,
            iat = now.ToUnixTimeSeconds(),
            exp = (now + life).ToUnixTimeSeconds(),
        };
        var signed = $"{Text("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Text(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Text(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
