using SignalRChat.ClientConsole.Input;

namespace SignalRChat.ClientConsole.Editing;

/// <summary>Turns keys into a line. It knows no console: it receives keys and returns actions.</summary>
internal sealed class LineEditor(Func<string, Completion> complete)
{
    private readonly LineHistory _history = new();
    private readonly LineBuffer _buffer = new();
    private bool _interruptedOnce;

    public string Text => _buffer.Text;

    public string BeforeCursor => _buffer.BeforeCursor;

    public EditorResult Press(ConsoleKeyInfo key)
    {
        var wasInterrupted = _interruptedOnce;
        _interruptedOnce = false;
        if (key.Modifiers.HasFlag(ConsoleModifiers.Control) && !key.Modifiers.HasFlag(ConsoleModifiers.Alt))
            return PressControl(key, wasInterrupted);
        if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
            return Enter();
        if (key.Key == ConsoleKey.Tab)
            return Complete();
        if (Move(key.Key))
            return EditorResult.Changed;
        if (char.IsControl(key.KeyChar))
            return EditorResult.Nothing;

        _buffer.Insert(key.KeyChar);
        return EditorResult.Changed;
    }

    private EditorResult Enter()
    {
        var line = _buffer.Text;
        _history.Add(line);
        _buffer.Set("");
        return new(EditorEvent.Entered, line);
    }

    private EditorResult Complete()
    {
        var completion = complete(_buffer.BeforeCursor);
        var certain = completion.Certain;
        if (certain != completion.Word)
        {
            _buffer.ReplaceBefore(completion.Start, certain);
            return EditorResult.Changed;
        }

        return completion.Candidates.Count > 1 ? new(EditorEvent.Choices, string.Join("  ", completion.Candidates)) : EditorResult.Nothing;
    }

    private bool Move(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.Backspace: _buffer.Backspace(); return true;
            case ConsoleKey.Delete: _buffer.Delete(); return true;
            case ConsoleKey.LeftArrow: _buffer.Left(); return true;
            case ConsoleKey.RightArrow: _buffer.Right(); return true;
            case ConsoleKey.Home: _buffer.Home(); return true;
            case ConsoleKey.End: _buffer.End(); return true;
            case ConsoleKey.UpArrow: Recall(_history.Up(_buffer.Text)); return true;
            case ConsoleKey.DownArrow: Recall(_history.Down()); return true;
            default: return false;
        }
    }

    private EditorResult PressControl(ConsoleKeyInfo key, bool wasInterrupted)
    {
        switch (key.Key)
        {
            case ConsoleKey.A: _buffer.Home(); return EditorResult.Changed;
            case ConsoleKey.E: _buffer.End(); return EditorResult.Changed;
            case ConsoleKey.U: _buffer.DropBefore(); return EditorResult.Changed;
            case ConsoleKey.K: _buffer.DropAfter(); return EditorResult.Changed;
            case ConsoleKey.W or ConsoleKey.Backspace: _buffer.DropWord(); return EditorResult.Changed;
            case ConsoleKey.H: _buffer.Backspace(); return EditorResult.Changed;
            case ConsoleKey.J or ConsoleKey.M or ConsoleKey.Enter: return Enter();
            case ConsoleKey.L: return new(EditorEvent.ClearScreen);
            case ConsoleKey.C: return Interrupt(wasInterrupted);
            case ConsoleKey.D when _buffer.Text.Length == 0: return new(EditorEvent.EndOfInput);
            case ConsoleKey.D: _buffer.Delete(); return EditorResult.Changed;
            default: return EditorResult.Nothing;
        }
    }

    /// <summary>The first key clears the line, the second in a row quits.</summary>
    private EditorResult Interrupt(bool wasInterrupted)
    {
        if (wasInterrupted)
            return new(EditorEvent.Quit);
        _interruptedOnce = true;
        _buffer.Set("");
        return new(EditorEvent.Interrupted);
    }

    private void Recall(string? line)
    {
        if (line is not null)
            _buffer.Set(line);
    }
}

/// <summary>The result of a key.</summary>
internal readonly record struct EditorResult(EditorEvent Event, string Line = "")
{
    public static readonly EditorResult Nothing = new(EditorEvent.Nothing);

    public static readonly EditorResult Changed = new(EditorEvent.Changed);
}

internal enum EditorEvent
{
    Nothing,
    Changed,
    Entered,
    ClearScreen,

    /// <summary>The line holds the candidates for a Tab.</summary>
    Choices,
    Interrupted,
    Quit,
    EndOfInput,
}
