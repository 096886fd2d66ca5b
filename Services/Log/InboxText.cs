namespace SignalRChat.Services.Log;

/// <summary>The beginning of a text, as an inbox shows it.</summary>
internal static class InboxText
{
    /// <summary>The most bytes of UTF-8 that the beginning has.</summary>
    public const int Bytes = 3 * ChatLimits.LastMessageLength;

    /// <summary>A pair of surrogates is not cut.</summary>
    public static string BeginningOf(string text)
    {
        const int Most = ChatLimits.LastMessageLength;
        if (text.Length <= Most)
            return text;
        return text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)];
    }
}
