using System.Text;

namespace SignalRChat.ClientConsole.Output;

/// <summary>
/// Makes external text safe for a terminal. It removes control characters, which could move the cursor, recolour the screen
/// or answer for the user, and characters that change the text direction.
/// </summary>
internal static class WireText
{
    /// <summary>Text in one line.</summary>
    public static string Line(string text) => Clean(text, lineBreak: ' ');

    /// <summary>Text that keeps its line breaks, each as <c>\n</c>.</summary>
    public static string Lines(string text) => Clean(text, lineBreak: '\n');

    private static string Clean(string text, char lineBreak)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n')
                clean.Append(lineBreak);
            else if (rune.Value == '\t')
                clean.Append(' ');
            else if (!Rune.IsControl(rune) && !TurnsDirection(rune.Value))
                clean.Append(rune);
        }

        return clean.ToString();
    }

    private static bool TurnsDirection(int rune) =>
        rune is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
