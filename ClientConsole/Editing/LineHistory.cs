namespace SignalRChat.ClientConsole.Editing;

/// <summary>The lines entered before, and the unfinished line.</summary>
internal sealed class LineHistory
{
    private const int Limit = 500;

    private readonly List<string> _lines = [];
    private string _draft = "";
    private int _at;

    public void Add(string line)
    {
        if (line.Length > 0 && (_lines.Count == 0 || _lines[^1] != line))
            _lines.Add(line);
        if (_lines.Count > Limit)
            _lines.RemoveAt(0);
        _at = _lines.Count;
    }

    /// <summary>The previous line; null at the oldest.</summary>
    public string? Up(string current)
    {
        if (_at == 0)
            return null;
        if (_at == _lines.Count)
            _draft = current;
        return _lines[--_at];
    }

    /// <summary>The next line, finally the draft; null after it.</summary>
    public string? Down()
    {
        if (_at >= _lines.Count)
            return null;
        return ++_at == _lines.Count ? _draft : _lines[_at];
    }
}
