namespace SignalRChat.Faults.History;

/// <summary>What the database holds in the end, read without the server's code.</summary>
internal sealed record Truth(string Epoch, IReadOnlyList<StoredRoom> Rooms)
{
    public StoredRoom? Find(string room) => Rooms.FirstOrDefault(stored => stored.Name == room);
}

/// <summary>Messages are in the order of their places.</summary>
internal sealed record StoredRoom(string Name, long Head, IReadOnlyList<StoredMessage> Messages)
{
    /// <summary>The revisions that ends of memberships took.</summary>
    public IReadOnlyList<long> Removals { get; init; } = [];
}

internal sealed record StoredMessage(string MessageId, long Sequence, long Revision, string UserId, string Text, int Length, bool IsDeleted);
