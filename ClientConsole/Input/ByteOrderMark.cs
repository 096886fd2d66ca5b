namespace SignalRChat.ClientConsole.Input;

/// <summary>
/// Many editors and tools write a byte order mark (U+FEFF) before a text. It says how the text is encoded and is no part of it.
/// </summary>
internal static class ByteOrderMark
{
    private const char Mark = '\uFEFF';

    /// <summary>The text without one leading mark.</summary>
    public static string Drop(string text) => text.StartsWith(Mark) ? text[1..] : text;

    /// <summary>Standard input. A mark decides its encoding (UTF-8, UTF-16 or UTF-32); without one it has that of the terminal.</summary>
    public static TextReader StandardInput() => new StreamReader(Console.OpenStandardInput(), Console.InputEncoding, detectEncodingFromByteOrderMarks: true);
}
