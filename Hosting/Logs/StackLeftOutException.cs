namespace SignalRChat.Hosting.Logs;

/// <summary>
/// Replaces an exception in a log line if the same period has the stack already: types and messages on one line. Never thrown.
/// </summary>
internal sealed class StackLeftOutException(Exception exception) : Exception(Line(exception))
{
    private const int LongestMessage = 300;

    public override string ToString() => Message;

    private static string Line(Exception exception) =>
        string.Join(" ---> ", ExceptionKind.Causes(exception).Select(Short)).ReplaceLineEndings(" ");

    private static string Short(Exception exception)
    {
        var text = $"{exception.GetType().FullName}: {exception.Message}";
        // Keep a surrogate pair whole: half of a pair is not valid UTF-8.
        var end = text.Length <= LongestMessage ? text.Length : LongestMessage - (char.IsHighSurrogate(text[LongestMessage - 1]) ? 1 : 0);
        return text[..end];
    }
}
