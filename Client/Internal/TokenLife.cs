using System.Buffers.Text;
using System.Text.Json;

namespace SignalRChat.Client.Internal;

/// <summary>The expiry and the lifetime of a token, read from a JWT. Only the server validates it.</summary>
/// <param name="Ends">The expiry, by this machine's clock.</param>
/// <param name="Length">The time from issue to expiry.</param>
/// <param name="MayLast">Until when some node may accept it: the token's expiry, and never longer than its length from now,
/// because this machine's clock may be behind.</param>
internal sealed record TokenLife(DateTimeOffset Ends, TimeSpan Length, DateTimeOffset MayLast)
{
    /// <summary>Returns null for a token that is no JWT or has no expiry.</summary>
    public static TokenLife? Of(string? token, DateTimeOffset now)
    {
        if (token?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            if (Time(claims.RootElement, "exp") is not { } ends)
                return null;
            var begins = Time(claims.RootElement, "iat") ?? Time(claims.RootElement, "nbf") ?? now;
            var length = ends > begins ? ends - begins : TimeSpan.Zero;
            // If a new token has expired by this machine's clock, the clock is wrong; only the length is certain.
            var last = length < DateTimeOffset.MaxValue - now ? now + length : DateTimeOffset.MaxValue;
            return new(ends > now ? ends : last, length, ends < last ? ends : last);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.TryGetDouble(out var seconds)
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
}
