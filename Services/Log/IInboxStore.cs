namespace SignalRChat.Services.Log;

/// <summary>
/// The inboxes of all users, and how far they have read. No command changes a read cursor: it has no place in the order of its room.
/// Every method throws <see cref="StorageUnavailableException"/> when the database does not answer.
/// </summary>
internal interface IInboxStore
{
    /// <summary>
    /// Adds the memberships that have no entry: those from before there were inboxes, and from older nodes. Called when a user opens the
    /// inbox.
    /// </summary>
    Task CompleteInboxAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Entries with <c>revision &gt; after</c>, by revision, at most <paramref name="limit"/>, with the head and the epoch in the same
    /// snapshot. From 0 on, rooms that the user has left are not among them.
    /// </summary>
    Task<InboxPage> ReadInboxAsync(string userId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Moves read cursors forward, in one transaction that is on disk when this returns. Results by index. No two of the batch are of
    /// the same user and room.
    /// </summary>
    Task<ReadMark[]> MarkReadAsync(IReadOnlyList<ReadRequest> batch, CancellationToken cancellationToken);

    /// <summary>
    /// The cursors of all members if there are at most <paramref name="mostMembers"/>, otherwise that of the user. Null if the user is
    /// no member.
    /// </summary>
    Task<ReadCursorsRead?> ReadCursorsAsync(string room, string userId, int mostMembers, CancellationToken cancellationToken);

    /// <summary>
    /// The entries as they are now, with 0 as their revision, by the index of the pair; null for a pair whose user is no member.
    /// </summary>
    Task<InboxEntry?[]> ReadActivityAsync(IReadOnlyList<(string UserId, string Room)> pairs, CancellationToken cancellationToken);

    /// <summary>
    /// The users whose inboxes transactions changed since the read that returned <paramref name="place"/>. The query grows with the
    /// changes. Null if the store does not know: with one node, its commits are all there are.
    /// </summary>
    Task<ChangedInboxes?> ReadInboxChangesAsync(string? place, CancellationToken cancellationToken);
}

/// <summary>One page of an inbox. <see cref="Through"/> is the last revision that it covers: the head on the last page.</summary>
internal readonly record struct InboxPage(string Epoch, InboxEntry[] Entries, long Through, long Head)
{
    public bool HasMore => Through < Head;

    /// <summary>The page of these entries, which were read after <paramref name="after"/>, as far as they fit into a frame.</summary>
    public static InboxPage Of(string epoch, List<InboxEntry> entries, long after, int limit, long head)
    {
        var (fits, text) = (0, 0);
        while (fits < entries.Count && fits < limit && text < ChangeSet.MaxTextPerFrame)
            text += SizeOf(entries[fits++]);
        var isWhole = fits == entries.Count && entries.Count < limit;
        var through = isWhole ? head : fits == 0 ? after : entries[fits - 1].Revision;
        var shown = entries[..fits];
        if (after == 0)
            shown.RemoveAll(entry => entry.Left is not null);
        return new(epoch, [.. shown], through, head);
    }

    private static int SizeOf(InboxEntry entry) =>
        entry.Room.Length + (entry.Title?.Length ?? 0) + (entry.Data?.Length ?? 0) + (entry.LastMessage?.Text.Length ?? 0);
}

/// <summary>A user has read a room up to the message with this sequence.</summary>
internal readonly record struct ReadRequest(string Room, string UserId, long Sequence);

/// <summary>
/// The read cursor after a request. <paramref name="IsMoved"/>: the inbox of the user changed. <paramref name="Members"/> counts those of
/// the room, up to a few more than those who see each other's cursors.
/// </summary>
internal readonly record struct ReadMark(string? RefusalCode, long ReadThrough, long Unread, long Mentions, bool IsMoved, int Members);

/// <summary>The read cursors of a room, by user id; only that of the user if they are not shared.</summary>
internal readonly record struct ReadCursorsRead(bool IsShared, ReadCursor[] Cursors);

/// <summary>The users whose inboxes changed between two reads.</summary>
/// <param name="Epoch">The epoch of the database in the same snapshot.</param>
/// <param name="Place">The place from which the next read continues.</param>
/// <param name="Users">Their ids; null if any inbox may have changed.</param>
internal readonly record struct ChangedInboxes(string Epoch, string Place, IReadOnlyCollection<string>? Users);
