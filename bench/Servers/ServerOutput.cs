namespace SignalRChat.Bench.Servers;

/// <summary>
/// The output of a server. At level Warning a healthy server prints nothing, so all output is shown at the end.
/// </summary>
internal sealed class ServerOutput
{
    private const int Kept = 20;

    private readonly Queue<string> _first = new();
    private int _count;

    public void Take(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        lock (_first)
        {
            _count++;
            if (_first.Count < Kept)
            {
                _first.Enqueue(line);
            }
        }
    }

    public void Tell()
    {
        lock (_first)
        {
            foreach (var line in _first)
            {
                Console.Error.WriteLine($"server: {line}");
            }

            if (_count > _first.Count)
            {
                Console.Error.WriteLine($"server: … and {_count - _first.Count} lines more");
            }
        }
    }
}
