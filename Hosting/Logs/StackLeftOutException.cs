namespace SignalRChat.Hosting.Logs;

/// <summary>Stands in a log line for an exception whose stack the same period has already. Never thrown.</summary>
internal sealed class StackLeftOutException(Exception exception) : Exception(Line(exception))
{
    private const int LongestMessage = 300;

    public override string ToString() => Message;

    private static string Line(Exception exception)
    {
        var text = $"{exception.GetType().FullName}: {exception.Message}";
        // A whole text element or none: half of a surrogate pair is not valid UTF-8.
        var end = text.Length <= LongestMessage ? text.Length : LongestMessage - (char.IsHighSurrogate(text[LongestMessage - 1]) ? 1 : 0);
        return text[..end].ReplaceLineEndings(" ");
    }
}
