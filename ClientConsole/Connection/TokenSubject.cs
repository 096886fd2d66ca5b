using System.Buffers.Text;
using System.Text.Json;

namespace SignalRChat.ClientConsole.Connection;

/// <summary>Reads the user id from a token, only to mark the user's own lines: it does not validate the token.</summary>
internal static class TokenSubject
{
    public static string? Of(string? token)
    {
        if (token?.Split('.') is not [_, var claims, _])
            return null;

        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            return json.RootElement.TryGetProperty("sub", out var sub) ? sub.GetString() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
