namespace SignalRChat.Bench.Servers;

/// <summary>What a server printed. At level Warning a healthy one prints nothing, so whatever is there is shown at the end.</summary>
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
