using Spectre.Console;

namespace SignalRChat.ClientConsole.Output;

/// <summary>
/// A terminal whose last row is the line being typed. Output appears above it, and the row is drawn again. It never asks the
/// terminal for the cursor position: the answer would arrive between the keys.
/// </summary>
internal sealed class Screen(IAnsiConsole console, Func<int> width) : ITranscript
{
    private const string ClearRow = "\r\e[K";

    private readonly Lock _lock = new();
    private string _prompt = "";
    private string _text = "";
    private string _beforeCursor = "";
    private int _drawnColumn;
    private int _drawnCells;
    private int _drawnWidth;
    private bool _closed;

    public void Message(string markup) => Print(markup);

    public void State(string markup) => Print($"[dim]{markup}[/]");

    public void Error(string markup) => Print($"[red]{markup}[/]");

    public void SetPrompt(string prompt)
    {
        lock (_lock)
        {
            _prompt = prompt;
            Draw();
        }
    }

    public void SetLine(string text, string beforeCursor)
    {
        lock (_lock)
        {
            _text = text;
            _beforeCursor = beforeCursor;
            Draw();
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            Raw("\e[2J\e[H");
            Forget();
            Draw();
        }
    }

    /// <summary>Removes the typed line, so that only the shell's prompt remains.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Raw(Erase());
        }
    }

    private void Print(string markup)
    {
        lock (_lock)
        {
            Raw(Erase());
            Forget();
            console.Profile.Width = Math.Max(width(), 1);
            console.MarkupLine(markup);
            Draw();
        }
    }

    private void Forget() => (_drawnColumn, _drawnCells) = (0, 0);

    private void Draw()
    {
        if (_closed)
            return;
        var erase = Erase();
        var row = PromptRow.Fit(_prompt, _text, _beforeCursor, _drawnWidth = width());
        Raw($"{erase}{row.Text}\r" + (row.Column > 0 ? $"\e[{row.Column}C" : ""));
        _drawnColumn = row.Column;
        _drawnCells = row.Text.GetCellWidth();
    }

    /// <summary>A terminal that became narrower has split the row, and moved the cursor down with it.</summary>
    private string Erase()
    {
        var columns = width();
        if (columns >= _drawnWidth || columns <= 0)
            return ClearRow;

        // Row by row: if the rest of the screen is cleared at once, some terminals keep it in the scrollback.
        var below = Math.Max(_drawnCells - 1, 0) / columns;
        var up = _drawnColumn / columns;
        var cleared = string.Concat(Enumerable.Repeat("\e[1B\e[K", below));
        return (up > 0 ? $"\e[{up}A" : "") + ClearRow + cleared + (below > 0 ? $"\e[{below}A" : "");
    }

    private void Raw(string ansi)
    {
        console.Profile.Out.Writer.Write(ansi);
        console.Profile.Out.Writer.Flush();
    }
}
