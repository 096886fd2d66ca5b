namespace SignalRChat.ClientConsole.Input;

/// <summary>
/// Many editors and tools write a byte order mark (U+FEFF) before a text. It indicates the encoding and is not part of the text.
/// </summary>
internal static class ByteOrderMark
{
    private const char Mark = '\uFEFF';

    /// <summary>Returns the text without one leading mark.</summary>
    public static string Drop(string text) => text.StartsWith(Mark) ? text[1..] : text;

    /// <summary>Opens standard input. A mark decides its encoding (UTF-8, UTF-16 or UTF-32); without one it is the terminal's.</summary>
    public static TextReader StandardInput() =>
        new StreamReader(Console.OpenStandardInput(), Console.InputEncoding, detectEncodingFromByteOrderMarks: true);
}
