using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Reads the bytes of a token as RFC 7515 and 7519 define them. The library is more lenient, and reads some tokens in another way than the
/// issuer wrote them: it turns a number into a text (two numbers may become one text), takes the last of two claims, and ignores
/// <c>typ</c>, <c>crit</c> and padding.
/// </summary>
internal static class TokenForm
{
    private const int BytesOfGroup = 3;
    private const int LettersOfGroup = 4;

    /// <summary>The end of the year 9999, in Unix milliseconds.</summary>
    private const double LatestTime = 253_402_300_799_999;

    private static readonly SearchValues<char> _letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false };

    private static readonly string[] _times = [TokenClaims.Expiry, "nbf", TokenClaims.IssuedAt];
    private static readonly string[] _types = ["JWT", "at+jwt", "application/jwt", "application/at+jwt"];

    /// <summary>Reads the token of a user once. Does not check its signature.</summary>
    public static TokenContents Read(string token) => Read(token, ReadPayload);

    /// <summary>Why the token of a backend is malformed, in fixed words; null when it is well formed.</summary>
    public static string? FindFault(string token) => Read(token, payload => new() { Fault = FindFaultOfAny(payload) }).Fault;

    private static TokenContents Read(string token, Func<JsonElement, TokenContents> readPayload)
    {
        if (token.Split('.') is not [var header, var payload, var signature]
            || Decode(header) is not { } headerJson || Decode(payload) is not { } payloadJson || Decode(signature) is null)
        {
            return TokenContents.Malformed("The token is not three parts in base64url without padding.");
        }

        return Read(headerJson, "The token's header is not one JSON object without duplicates.", ReadHeader) is { Fault: not null } bad
            ? bad
            : Read(payloadJson, "The token's payload is not one JSON object without duplicates.", readPayload);
    }

    private static TokenContents ReadHeader(JsonElement header) => new() { Fault = FindHeaderFault(header) };

    private static TokenContents ReadPayload(JsonElement payload) => FindPayloadFault(payload) is { } fault
        ? TokenContents.Malformed(fault)
        : new()
        {
            Issuer = TextOf(payload, TokenClaims.Issuer),
            UserId = TextOf(payload, TokenClaims.UserId),
            Name = TextOf(payload, TokenClaims.Name),
            Chat = payload.TryGetProperty(TokenClaims.Chat, out var chat) ? chat.GetRawText() : null,
            IssuedAt = MillisecondsOf(payload, TokenClaims.IssuedAt),
        };

    private static string? FindHeaderFault(JsonElement header)
    {
        if (header.TryGetProperty("crit", out _))
            return "The token's header has crit; no extension is supported.";
        if (!IsAbsentOr(header, "typ", type => ReadText(type) is { } name && _types.Contains(name, StringComparer.OrdinalIgnoreCase)))
            return "The token's typ is neither JWT nor at+jwt.";
        if (!IsAbsentOr(header, "kid", IsText) || !IsAbsentOr(header, "x5t", IsText))
            return "The token's kid or x5t is not a JSON string.";
        return null;
    }

    private static string? FindPayloadFault(JsonElement payload)
    {
        if (!payload.TryGetProperty(TokenClaims.UserId, out var userId) || !IsText(userId))
            return "The token's sub is not a JSON string.";
        if (!IsAbsentOr(payload, TokenClaims.Name, IsText))
            return "The token's name is not a JSON string.";
        if (payload.TryGetProperty(TokenClaims.Chat, out var chat) && ChatClaim.Read(chat, out var fault) is null)
            return fault;
        return FindFaultOfAny(payload);
    }

    private static string? FindFaultOfAny(JsonElement payload)
    {
        if (!IsAbsentOr(payload, TokenClaims.Issuer, IsText) || !IsAbsentOr(payload, "aud", IsTextOrTexts))
            return "The token's iss is not a JSON string, or its aud is neither one nor a list of them.";
        return Array.TrueForAll(_times, time => IsAbsentOr(payload, time, IsNumber))
            ? null
            : "The token's exp, nbf or iat is not a JSON number.";
    }

    private static TokenContents Read(byte[] utf8, string notOneObject, Func<JsonElement, TokenContents> read)
    {
        if (!Utf8.IsValid(utf8))
            return TokenContents.Malformed(notOneObject);
        try
        {
            using var json = JsonDocument.Parse(utf8, _strict);
            return json.RootElement.ValueKind == JsonValueKind.Object ? read(json.RootElement) : TokenContents.Malformed(notOneObject);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second one: a name of a member holds half of a surrogate pair.
            return TokenContents.Malformed(notOneObject);
        }
    }

    /// <summary>
    /// Null when the text is not the one base64url form of its bytes: padding, white space, other letters, bits left over.
    /// </summary>
    private static byte[]? Decode(ReadOnlySpan<char> part)
    {
        if (part.ContainsAnyExcept(_letters) || !Base64Url.IsValid(part))
            return null;
        var bytes = Base64Url.DecodeFromChars(part);
        // Only the last letters have bits that may be left over.
        var end = part[^(part.Length % LettersOfGroup)..];
        var written = Base64Url.EncodeToString(bytes.AsSpan(bytes.Length / BytesOfGroup * BytesOfGroup));
        return end.SequenceEqual(written) ? bytes : null;
    }

    private static string? TextOf(JsonElement of, string member) => of.TryGetProperty(member, out var value) ? value.GetString() : null;

    /// <summary>A time in seconds, which may have a fraction.</summary>
    private static long? MillisecondsOf(JsonElement of, string member) =>
        of.TryGetProperty(member, out var value) ? (long)Math.Clamp(value.GetDouble() * 1000, 0, LatestTime) : null;

    private static bool IsAbsentOr(JsonElement of, string member, Func<JsonElement, bool> isRight) =>
        !of.TryGetProperty(member, out var value) || isRight(value);

    private static bool IsText(JsonElement value) => ReadText(value) is not null;

    private static bool IsTextOrTexts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().All(IsText) : IsText(value);

    private static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number);

    /// <summary>Null if the value is not a text.</summary>
    public static string? ReadText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which is no text.
            return null;
        }
    }
}

/// <summary>The fault in the form of a token, or the claims that the server uses. Null for an absent claim.</summary>
internal sealed class TokenContents
{
    /// <summary>Why the token is malformed, in fixed words; null when it is well formed.</summary>
    public string? Fault { get; init; }

    public string? Issuer { get; init; }

    public string? UserId { get; init; }

    public string? Name { get; init; }

    /// <summary>The JSON of the claim <c>chat</c>.</summary>
    public string? Chat { get; init; }

    /// <summary>In Unix milliseconds.</summary>
    public long? IssuedAt { get; init; }

    public static TokenContents Malformed(string fault) => new() { Fault = fault };
}
