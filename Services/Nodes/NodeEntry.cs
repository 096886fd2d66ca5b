namespace SignalRChat.Services.Nodes;

/// <summary>
/// One entry that a node publishes about a user: the user is present in a room, under a name, or has a connection, since a time.
/// </summary>
internal readonly record struct NodeEntry(char Kind, string Subject, string UserId)
{
    public const char Presence = 'p';
    public const char Connection = 'c';

    // Neither a room's name nor a connection's id holds one.
    private const char Between = ' ';

    public string Key => $"{Kind}{Subject}{Between}{UserId}";

    /// <summary>Returns null for an entry that a newer node may publish.</summary>
    public static NodeEntry? Read(string key)
    {
        var end = key.IndexOf(Between, StringComparison.Ordinal);
        return end < 1 ? null : new NodeEntry(key[0], key[1..end], key[(end + 1)..]);
    }
}

/// <summary>A listener for one kind of entry of the other nodes. Called under a lock: it must not call back, and must not wait.</summary>
internal interface INodeListener
{
    char Kind { get; }

    /// <summary>Whether the last published state stays valid while Redis is away and no node can confirm it.</summary>
    bool OutlivesRedis { get; }

    void Entered(NodeEntry entry, string value);

    void Left(NodeEntry entry);
}
