namespace SignalRChat.Testing.History;

/// <summary>The content of the database at the end, read without the server's code.</summary>
internal sealed record Truth(string Epoch, IReadOnlyList<StoredRoom> Rooms)
{
    /// <summary>The inboxes of all users.</summary>
    public IReadOnlyList<StoredInbox> Inboxes { get; init; } = [];

    public StoredRoom? Find(string room) => Rooms.FirstOrDefault(stored => stored.Name == room);

    public StoredInbox? InboxOf(string user) => Inboxes.FirstOrDefault(stored => stored.UserId == user);
}

/// <summary>The messages are ordered by sequence.</summary>
internal sealed record StoredRoom(string Name, long Head, IReadOnlyList<RecordedMessage> Messages)
{
    /// <summary>The revisions of membership ends.</summary>
    public IReadOnlyList<long> Removals { get; init; } = [];

    /// <summary>The reactions to messages.</summary>
    public IReadOnlyList<RecordedReactions> Reactions { get; init; } = [];

    /// <summary>The latest change of each member, and the latest end of a membership of each former member.</summary>
    public IReadOnlyList<RecordedMember> Members { get; init; } = [];

    /// <summary>The settings; null if they were never changed.</summary>
    public RecordedInfo? Info { get; init; }

    /// <summary>Returns the newest revision that a member can receive.</summary>
    /// <param name="except">A user whose own coming and going does not count; null to count all.</param>
    public long Newest(string? except = null) => Messages
        .Where(message => !message.IsEvent || message.UserId != except).Select(message => message.Revision)
        .Concat(Reactions.Select(reactions => reactions.Revision))
        .Concat(Members.Where(member => member.UserId != except).Select(member => member.Revision))
        .Append(Info?.Revision ?? 0)
        .Max();
}
