namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// The connections of one group on this node. The member list is replaced, never changed: sending takes no lock.
/// </summary>
internal sealed class LocalGroup
{
    private ChatConnection[] _members = [];

    public ChatConnection[] Members => Volatile.Read(ref _members);

    /// <summary>Called under the gate of <see cref="LocalGroups"/>.</summary>
    public void Add(ChatConnection connection) => Volatile.Write(ref _members, [.. _members, connection]);

    /// <summary>Called under the gate of <see cref="LocalGroups"/>.</summary>
    public void Remove(ChatConnection connection) => Volatile.Write(ref _members, Array.FindAll(_members, member => member != connection));
}
