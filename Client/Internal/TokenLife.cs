using System.Buffers.Text;
using System.Text.Json;

namespace SignalRChat.Client.Internal;

/// <summary>When a token ends and how long it lives, read from a JWT without checking it: that is the server's business.</summary>
/// <param name="Ends">By this machine's clock.</param>
/// <param name="Length">From its making to its end.</param>
/// <param name="MayLast">Until when it may be good for somebody: as the token says, and never longer than its length from now,
/// for this machine's clock may be behind.</param>
internal sealed record TokenLife(DateTimeOffset Ends, TimeSpan Length, DateTimeOffset MayLast)
{
    /// <summary>Null for a token that is no JWT or does not say when it ends.</summary>
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
            // By this machine's clock it has ended, and it is new: the clock is wrong, and the length is what is known.
            var last = length < DateTimeOffset.MaxValue - now ? now + length : DateTimeOffset.MaxValue;
            return new(ends > now ? ends : last, length, ends < last ? ends : last);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.TryGetDouble(out var seconds) ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
}
