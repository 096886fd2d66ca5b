namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// The groups with a member on this node. The first member of a group makes the node request a backplane subscription, and the
/// last one ends it; neither waits for it.
/// </summary>
internal sealed class LocalGroups(IBackplane backplane)
{
    private readonly Dictionary<string, LocalGroup> _groups = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public int Count
    {
        get
        {
            lock (_gate)
                return _groups.Count;
        }
    }

    public void Add(string name, ChatConnection connection)
    {
        lock (_gate)
        {
            if (connection.HasEnded || !connection.Groups.Add(name))
                return;
            FindOrAdd(name).Add(connection);
        }
    }

    /// <summary>Keeps the group without a member, so that its calls arrive here, until <see cref="Release"/>. Calls are counted.</summary>
    public void Hold(string name)
    {
        lock (_gate)
            FindOrAdd(name).Holders++;
    }

    public void Release(string name)
    {
        lock (_gate)
        {
            if (_groups.TryGetValue(name, out var group) && group.Holders > 0)
            {
                group.Holders--;
                RemoveIfUnused(name, group);
            }
        }
    }

    public void Remove(string name, ChatConnection connection)
    {
        lock (_gate)
            RemoveMember(name, connection);
    }

    public void RemoveFromAll(ChatConnection connection)
    {
        lock (_gate)
        {
            connection.HasEnded = true;
            foreach (var name in connection.Groups)
                RemoveMember(name, connection);
        }
    }

    public ChatConnection[] MembersOf(string name)
    {
        lock (_gate)
            return _groups.TryGetValue(name, out var group) ? group.Members : [];
    }

    private void RemoveMember(string name, ChatConnection connection)
    {
        if (!connection.Groups.Remove(name) || !_groups.TryGetValue(name, out var group))
            return;
        group.Remove(connection);
        RemoveIfUnused(name, group);
    }

    // Under the gate, as all that changes a group: so subscribing and unsubscribing keep their order.
    private LocalGroup FindOrAdd(string name)
    {
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups.Add(name, group = new LocalGroup());
            backplane.Subscribe(name);
        }
        return group;
    }

    private void RemoveIfUnused(string name, LocalGroup group)
    {
        if (group.Members.Length > 0 || group.Holders > 0)
            return;
        _groups.Remove(name);
        backplane.Unsubscribe(name);
    }
}

/// <summary>The connections of one group on this node. The member list is replaced, never changed: sending takes no lock.</summary>
internal sealed class LocalGroup
{
    private ChatConnection[] _members = [];

    public ChatConnection[] Members => Volatile.Read(ref _members);

    /// <summary>Those who need the group without being members; guarded by the gate of <see cref="LocalGroups"/>.</summary>
    public int Holders { get; set; }

    /// <summary>Called under the gate of <see cref="LocalGroups"/>.</summary>
    public void Add(ChatConnection connection) => Volatile.Write(ref _members, [.. _members, connection]);

    /// <summary>Called under the gate of <see cref="LocalGroups"/>.</summary>
    public void Remove(ChatConnection connection) => Volatile.Write(ref _members, Array.FindAll(_members, member => member != connection));
}
