using System.Threading.Channels;

namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// In which groups the node wants a seat, and, while a link is up, what of that changed and is not done yet. Without a link
/// nothing is kept but the wish.
/// </summary>
internal sealed class SubscriptionSet
{
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(1);
    private readonly Lock _gate = new();
    private bool _isOpen;
    private bool _isSettling;

    public int WantedCount
    {
        get
        {
            lock (_gate)
                return _wanted.Count;
        }
    }

    public bool HasOpenChanges
    {
        get
        {
            lock (_gate)
                return _isSettling || _changed.Count > 0;
        }
    }

    public void Want(string group)
    {
        lock (_gate)
        {
            _wanted.Add(group);
            Note(group);
        }
    }

    public void Release(string group)
    {
        lock (_gate)
        {
            _wanted.Remove(group);
            Note(group);
        }
    }

    public bool IsWanted(string group)
    {
        lock (_gate)
            return _wanted.Contains(group);
    }

    /// <summary>A new link holds no seat yet: all are to be taken.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
            _changed.UnionWith(_wanted);
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            _isSettling = false;
            _changed.Clear();
        }
    }

    /// <summary>Some of what changed; nothing when all is done.</summary>
    public string[] TakeChanges(int most)
    {
        lock (_gate)
        {
            var taken = new string[Math.Min(most, _changed.Count)];
            _changed.CopyTo(taken, 0, taken.Length);
            foreach (var group in taken)
                _changed.Remove(group);
            _isSettling = taken.Length > 0;
            return taken;
        }
    }

    public ValueTask<bool> ChangedAsync(CancellationToken cancellationToken) => _signal.Reader.ReadAsync(cancellationToken);

    private void Note(string group)
    {
        if (_isOpen && _changed.Add(group))
            _signal.Writer.TryWrite(true);
    }
}
