namespace SignalRChat.Services.Nodes;

/// <summary>
/// What this node tells the others of itself, and what of it has changed since it was told last. On a single node nothing is
/// kept.
/// </summary>
internal sealed class LocalNodeState(bool isShared)
{
    private readonly Dictionary<string, string> _all = [];
    private readonly Dictionary<string, string?> _changes = [];
    private readonly Lock _gate = new();

    /// <summary>Raised when there is a change to tell. Its handler is called under the gate.</summary>
    public event Action? Changed;

    /// <summary>How many there were when they were taken last, to be told.</summary>
    public int CountTold { get; private set; }

    public void Set(NodeEntry entry, string value)
    {
        if (!isShared)
            return;
        var key = entry.Key;
        lock (_gate)
        {
            if (_all.TryGetValue(key, out var before) && before == value)
                return;
            _all[key] = value;
            _changes[key] = value;
            Changed?.Invoke();
        }
    }

    public void Remove(NodeEntry entry)
    {
        if (!isShared)
            return;
        var key = entry.Key;
        lock (_gate)
        {
            if (!_all.Remove(key))
                return;
            _changes[key] = null;
            Changed?.Invoke();
        }
    }

    /// <summary>New values by key, none for what is gone. What could not be told then has to be told as a whole.</summary>
    public Dictionary<string, string?> TakeChanges()
    {
        lock (_gate)
        {
            var changes = new Dictionary<string, string?>(_changes);
            _changes.Clear();
            CountTold = _all.Count;
            return changes;
        }
    }

    public Dictionary<string, string> TakeAll()
    {
        lock (_gate)
        {
            _changes.Clear();
            CountTold = _all.Count;
            return new(_all);
        }
    }
}
