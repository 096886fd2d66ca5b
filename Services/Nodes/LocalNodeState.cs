namespace SignalRChat.Services.Nodes;

/// <summary>
/// The state that this node publishes to the others, and its changes since the last publication. A single node keeps nothing.
/// </summary>
internal sealed class LocalNodeState(bool hasBackplane, TimeSpan leaveDelay = default)
{
    private readonly Dictionary<string, string> _all = [];
    private readonly Dictionary<string, string?> _changes = [];
    private readonly Lock _gate = new();

    /// <summary>Raised when there is a change to publish. Its handler is called under the gate.</summary>
    public event Action? Changed;

    /// <summary>How long other nodes keep what this node published after it has stopped in order.</summary>
    public TimeSpan LeaveDelay => leaveDelay;

    /// <summary>The number of entries when they were last taken to be published.</summary>
    public int PublishedCount { get; private set; }

    public void Set(NodeEntry entry, string value)
    {
        if (!hasBackplane)
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
        if (!hasBackplane)
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

    /// <summary>New values by key, null for removed entries. If publishing them fails, the whole state must be published.</summary>
    public Dictionary<string, string?> TakeChanges()
    {
        lock (_gate)
        {
            var changes = new Dictionary<string, string?>(_changes);
            _changes.Clear();
            PublishedCount = _all.Count;
            return changes;
        }
    }

    public Dictionary<string, string> TakeAll()
    {
        lock (_gate)
        {
            _changes.Clear();
            PublishedCount = _all.Count;
            return new(_all);
        }
    }
}
