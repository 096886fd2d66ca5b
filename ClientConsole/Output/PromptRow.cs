using Spectre.Console;

namespace SignalRChat.ClientConsole.Output;

/// <summary>
/// The part of a prompt and a line that fits into one row, and the column of the cursor. A long line slides, so that the
/// cursor is always visible.
/// </summary>
internal readonly record struct PromptRow(string Text, int Column)
{
    public static PromptRow Fit(string prompt, string text, string beforeCursor, int width)
    {
        // The last column stays free: a terminal wraps after a character in it.
        var room = Math.Max((width > 0 ? width : 80) - 1, 4);
        var lead = prompt.GetCellWidth() <= room / 2 ? prompt : "> ";
        var free = room - lead.GetCellWidth();
        var before = LastThatFit(beforeCursor, free);
        var shown = before + FirstThatFit(text[beforeCursor.Length..], free - before.GetCellWidth());
        return new(lead + shown, lead.GetCellWidth() + before.GetCellWidth());
    }

    private static string FirstThatFit(string text, int cells)
    {
        var taken = 0;
        var length = 0;
        foreach (var element in Elements(text))
        {
            taken += element.GetCellWidth();
            if (taken > cells)
                break;
            length += element.Length;
        }

        return text[..length];
    }

    private static string LastThatFit(string text, int cells)
    {
        var taken = 0;
        var length = 0;
        foreach (var element in Elements(text).Reverse())
        {
            taken += element.GetCellWidth();
            if (taken > cells)
                break;
            length += element.Length;
        }

        return text[^length..];
    }

    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            yield return elements.GetTextElement();
    }
}
