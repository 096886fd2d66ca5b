namespace SignalRChat.Services.Log;

/// <summary>The beginning of a text, as an inbox shows it.</summary>
internal static class InboxText
{
    /// <summary>A pair of surrogates is not cut.</summary>
    public static string BeginningOf(string text)
    {
        const int Most = ChatLimits.LastMessageLength;
        if (text.Length <= Most)
            return text;
        return text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)];
    }
}
