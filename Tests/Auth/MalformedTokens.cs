using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>
/// Tokens with a valid signature over bytes that RFC 7515, 7517 or 7519 forbid, or that have several readings.
/// </summary>
internal static class MalformedTokens
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    public static Dictionary<string, Func<TokenIssuer, string>> All { get; } = new()
    {
        ["a number as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":7"),
        ["a number beyond 2^63 as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":12345678901234567890"),
        ["a number with an exponent as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":1e3"),
        ["an object as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":{\"id\":\"alice\"}"),
        ["a list of one as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":[\"alice\"]"),
        ["an empty list as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":[]"),
        ["true as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":true"),
        ["null as sub"] = Payload("\"sub\":\"alice\"", "\"sub\":null"),
        ["sub twice"] = Payload("\"sub\":\"alice\"", "\"sub\":\"alice\",\"sub\":\"bob\""),
        ["sub twice, once escaped"] = Payload("\"sub\":\"alice\"", "\"sub\":\"alice\",\"s\\u0075b\":\"bob\""),
        ["half a surrogate pair in the sub"] = Payload("\"sub\":\"alice\"", "\"sub\":\"ali\\ud800ce\""),
        ["a sub that shows nothing"] = Payload("\"sub\":\"alice\"", "\"sub\":\"\\u200b\\u3164\""),
        ["the sub of a guest"] = Payload("\"sub\":\"alice\"", $"\"sub\":\"guest-{new string('a', 32)}\""),
        ["a number as name"] = Payload("\"name\":\"alice\"", "\"name\":7"),
        ["an object as name"] = Payload("\"name\":\"alice\"", "\"name\":{}"),
        ["a list as name"] = Payload("\"name\":\"alice\"", "\"name\":[\"alice\"]"),
        ["false as name"] = Payload("\"name\":\"alice\"", "\"name\":false"),
        ["null as name"] = Payload("\"name\":\"alice\"", "\"name\":null"),
        ["name twice"] = Payload("\"name\":\"alice\"", "\"name\":\"alice\",\"name\":\"bob\""),
        ["half a surrogate pair in the name"] = Payload("\"name\":\"alice\"", "\"name\":\"\\udc00\""),
        ["exp as text"] = issuer => issuer.Mint("alice", draft => draft.Claims["exp"] = $"{draft.Claims["exp"]}"),
        ["exp in a list"] = issuer => issuer.Mint("alice", draft => draft.Claims["exp"] = new[] { draft.Claims["exp"] }),
        ["an exp beyond all numbers"] = issuer => issuer.Mint("alice", draft =>
            draft.Rewrite = json => json.Replace($"\"exp\":{draft.Claims["exp"]}", "\"exp\":1e400", StringComparison.Ordinal)),
        ["nbf as text"] = issuer => issuer.Mint("alice", draft => draft.Claims["nbf"] = "0"),
        ["the issuer in a list"] = issuer => issuer.Mint("alice", draft => draft.Claims["iss"] = new[] { issuer.Authority }),
        ["the audience in an object"] = issuer => issuer.Mint("alice", draft => draft.Claims["aud"] = new { to = TokenIssuer.Audience }),
        ["a number among the audiences"] =
            issuer => issuer.Mint("alice", draft => draft.Claims["aud"] = new object[] { TokenIssuer.Audience, 7 }),
        ["a payload that is no object"] = issuer => issuer.Mint("alice", draft => draft.Rewrite = json => $"[{json}]"),
        ["two payloads"] = issuer => issuer.Mint("alice", draft => draft.Rewrite = json => json + json),
        ["a payload with a comment"] = issuer => issuer.Mint("alice", draft => draft.Rewrite = json => $"{json}/* */"),
        ["typ of another kind"] = Header("typ", "secevent+jwt"),
        ["typ that is no text"] = Header("typ", 7),
        ["an empty typ"] = Header("typ", ""),
        ["crit"] = Header("crit", new[] { "exp" }),
        ["an empty crit"] = Header("crit", Array.Empty<string>()),
        ["x5t that is no text"] = Header("x5t", new[] { "a" }),
        ["padding after the header"] = issuer => Part(issuer, 0, part => part + "="),
        ["padding after the payload"] = issuer => Part(issuer, 1, part => part + "=="),
        ["padding after the signature"] = issuer => Part(issuer, 2, part => part + "=="),
        ["white space in the signature"] = issuer => Part(issuer, 2, part => part.Insert(8, " ")),
        ["a line end in the payload"] = issuer => Part(issuer, 1, part => part.Insert(8, "\t")),
        ["the alphabet of plain base64"] = issuer => OfPlainBase64(issuer),
        ["bits that mean nothing"] =
            issuer => Part(issuer, 2, part => part[..^1] + Alphabet[Alphabet.IndexOf(part[^1], StringComparison.Ordinal) + 1]),
        ["a fourth part"] = issuer => issuer.Mint("alice") + ".",
    };

    private static Func<TokenIssuer, string> Payload(string good, string bad) =>
        issuer => issuer.Mint("alice", draft => draft.Rewrite = json => json.Replace(good, bad, StringComparison.Ordinal));

    private static Func<TokenIssuer, string> Header(string member, object value) =>
        issuer => issuer.Mint("alice", draft => draft.Header[member] = value);

    private static string Part(TokenIssuer issuer, int place, Func<string, string> change)
    {
        var parts = issuer.Mint("alice").Split('.');
        parts[place] = change(parts[place]);
        return string.Join('.', parts);
    }

    private static string OfPlainBase64(TokenIssuer issuer)
    {
        // Another expiry gives a signature with other letters. One signature in a few thousand has neither of the two.
        for (var seconds = 3600; ; seconds++)
        {
            var token = issuer.Mint("alice", draft => draft.ExpiresIn = TimeSpan.FromSeconds(seconds));
            var signature = token[(token.LastIndexOf('.') + 1)..];
            if (signature.AsSpan().ContainsAny('-', '_'))
                return token[..^signature.Length] + signature.Replace('-', '+').Replace('_', '/');
        }
    }
}
