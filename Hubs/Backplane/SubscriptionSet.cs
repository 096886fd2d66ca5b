using System.Threading.Channels;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The groups that the node wants to subscribe to and, while a connection is up, the changes that are not applied yet. Without a
/// connection only the wanted groups are kept.
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

    /// <summary>A new connection has no subscription yet: all must be made.</summary>
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

    /// <summary>Returns some of the changes; an empty array when all are applied.</summary>
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
