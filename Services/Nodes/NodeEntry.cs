namespace SignalRChat.Services.Nodes;

/// <summary>
/// One thing a node tells of a user: that the user is present in a room, under a name, or has a connection, since a time.
/// </summary>
internal readonly record struct NodeEntry(char Kind, string Subject, string UserId)
{
    public const char Presence = 'p';
    public const char Connection = 'c';

    // Neither a room's name nor a connection's id holds one.
    private const char Between = ' ';

    public string Key => $"{Kind}{Subject}{Between}{UserId}";

    /// <summary>None for what a newer node may tell.</summary>
    public static NodeEntry? Read(string key)
    {
        var end = key.IndexOf(Between, StringComparison.Ordinal);
        return end < 1 ? null : new NodeEntry(key[0], key[1..end], key[(end + 1)..]);
    }
}

/// <summary>
/// Who wants to know of one kind of entry of the other nodes. Called under a lock: it does not call back, and does not wait.
/// </summary>
internal interface INodeListener
{
    char Kind { get; }

    /// <summary>Whether what was told last counts on while Redis is away and nobody can tell whether it is still so.</summary>
    bool OutlivesRedis { get; }

    void Entered(NodeEntry entry, string value);

    void Left(NodeEntry entry);
}
