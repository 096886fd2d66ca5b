namespace SignalRChat.ClientConsole.Editing;

/// <summary>A line of text with a cursor, which moves by visible characters.</summary>
internal sealed class LineBuffer
{
    public string Text { get; private set; } = "";

    /// <summary>The index in <see cref="Text"/> at which typing inserts.</summary>
    public int Cursor { get; private set; }

    public string BeforeCursor => Text[..Cursor];

    public void Set(string text) => (Text, Cursor) = (text, text.Length);

    public void Insert(char typed)
    {
        Text = Text.Insert(Cursor, typed.ToString());
        Cursor++;
    }

    public void Backspace() => Remove(Previous(), Cursor);

    public void Delete() => Remove(Cursor, Next());

    public void Left() => Cursor = Previous();

    public void Right() => Cursor = Next();

    public void Home() => Cursor = 0;

    public void End() => Cursor = Text.Length;

    public void DropBefore() => Remove(0, Cursor);

    public void DropAfter() => Remove(Cursor, Text.Length);

    /// <summary>Replaces the text between <paramref name="from"/> and the cursor.</summary>
    public void ReplaceBefore(int from, string text)
    {
        Remove(from, Cursor);
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    /// <summary>Deletes the word before the cursor, and the space between.</summary>
    public void DropWord()
    {
        var from = Cursor;
        while (from > 0 && char.IsWhiteSpace(Text[from - 1]))
            from--;
        while (from > 0 && !char.IsWhiteSpace(Text[from - 1]))
            from--;
        Remove(from, Cursor);
    }

    private void Remove(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        Cursor = from;
    }

    private int Next() => Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);

    private int Previous()
    {
        // Text elements can only be found from the left.
        var at = 0;
        for (var next = 0; next < Cursor; next += StringInfo.GetNextTextElementLength(Text, next))
            at = next;
        return at;
    }
}
