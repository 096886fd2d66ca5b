namespace SignalRChat.Services.Log;

/// <summary>Message ids: UUIDs in their canonical lower-case form and no other, so that one message never has two ids.</summary>
internal static class MessageIds
{
    private const int TextLength = 36;

    public static bool TryParse(string text, out Guid id)
    {
        Span<char> canonical = stackalloc char[TextLength];
        return Guid.TryParseExact(text, "D", out id) && id.TryFormat(canonical, out _) && canonical.SequenceEqual(text);
    }
}
