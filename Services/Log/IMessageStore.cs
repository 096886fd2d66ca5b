namespace SignalRChat.Services.Log;

/// <summary>
/// The changes of all rooms, in one database. Reads for a user check the membership in the same transaction that reads. Every
/// method throws <see cref="StorageUnavailableException"/> when the database does not answer, is locked or is full.
/// </summary>
internal interface IMessageStore
{
    /// <summary>Whether <see cref="CommitAsync"/> holds the thread that calls it for as long as the disk takes.</summary>
    bool CommitsOnCallersThread { get; }

    /// <summary>How many batches may wait for rooms at the same time, beside one that does not wait.</summary>
    int SideWriters => 1;

    /// <summary>How long a command may wait for a room that another session holds, from its arrival.</summary>
    TimeSpan LongestRoomWait => TimeSpan.MaxValue;

    /// <summary>Refuses a database whose schema is newer than this version can read. Changes nothing.</summary>
    /// <exception cref="OptionsValidationException">The schema is newer: one sentence that names the setting.</exception>
    Task CheckSchemaAsync(CancellationToken cancellationToken);

    /// <summary>Brings the schema up to date, after the same check. Called once, before anything that reads or writes.</summary>
    /// <exception cref="OptionsValidationException">The schema is newer, or another node took too long: one sentence that names
    /// the setting.</exception>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins another epoch if <paramref name="lost"/> is still the epoch of the database, whichever node decides it first.
    /// Returns when the new epoch is on disk.
    /// </summary>
    Task BeginEpochAsync(string lost, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a batch in one transaction and returns after a commit that is on disk. On any exception, the caller must not assume
    /// that anything was stored; storing the same batch again is safe. Refused commands do not affect the others.
    /// <paramref name="now"/> in Unix milliseconds.
    /// </summary>
    Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken);

    /// <summary>The same, but waits for its rooms no longer than <paramref name="roomWait"/>.</summary>
    Task<BatchResult> CommitWithinAsync(
        IReadOnlyList<RoomCommand> batch, long now, TimeSpan roomWait, CancellationToken cancellationToken) =>
        CommitAsync(batch, now, cancellationToken);

    /// <summary>
    /// The same without waiting for a room that another session holds. All commands of such a room return as
    /// <see cref="RoomCommandResult.IsHeld"/>, and nothing of them is done. A store with one writer has no such rooms.
    /// </summary>
    Task<BatchResult> CommitFreeRoomsAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken) =>
        CommitAsync(batch, now, cancellationToken);

    /// <summary>
    /// All changes with <c>revision &gt; after</c>, by revision, at most <paramref name="limit"/> of each kind, with the head in the same
    /// snapshot, and every removal in (<paramref name="after"/>, <see cref="UpdatePage.Through"/>]. For the feed: no membership
    /// is checked. A room that does not exist has head 0.
    /// </summary>
    Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken);

    /// <summary>The same for a user; null when the user is not a member.</summary>
    Task<UpdatePage?> ReadUpdatesAsync(string room, string userId, long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Messages with <c>sequence &lt; before</c> and their reactions, the newest page, ascending inside; null when the user is not a
    /// member. Without <paramref name="before"/> also the settings of the room.
    /// </summary>
    Task<HistoryPage?> ReadHistoryAsync(string room, string userId, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>The heads of these rooms in one query. The list may be empty.</summary>
    Task<RoomHeads> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken);

    /// <summary>
    /// The rooms that transactions changed since the read that returned <paramref name="place"/>. The query grows with the changes, and
    /// not with the rooms. Null if the store does not know: any room may have changed.
    /// </summary>
    Task<ChangedRooms?> ReadChangesAsync(string? place, CancellationToken cancellationToken) => Task.FromResult<ChangedRooms?>(null);
}

/// <summary>The rooms that changed between two reads.</summary>
/// <param name="Epoch">The epoch of the database in the same snapshot.</param>
/// <param name="Place">The place from which the next read continues.</param>
/// <param name="Rooms">Their names, some more than once; null if any room may have changed.</param>
internal readonly record struct ChangedRooms(string Epoch, string Place, IReadOnlyCollection<string>? Rooms);

/// <summary>The heads of rooms, by the index of the room; 0 for a room that does not exist.</summary>
/// <param name="Epoch">The epoch of the database in the same snapshot: revisions of another epoch mean nothing in it.</param>
/// <param name="Revisions">The newest revision of each room.</param>
internal readonly record struct RoomHeads(string Epoch, long[] Revisions);

/// <summary>
/// One page of changes. <see cref="Through"/> is the last revision that the page covers: <see cref="Head"/> when it is the last
/// page, otherwise the revision of its last change. <see cref="Epoch"/> is that of the database in the same snapshot; null when
/// the room does not exist.
/// </summary>
internal readonly record struct UpdatePage(string? Epoch, ChatMessage[] Messages, long Through, long Head)
{
    private readonly MembershipEnd[]? _removals;
    private readonly MessageReactions[]? _reactions;
    private readonly ChangedMember[]? _members;

    public bool HasMore => Through < Head;

    /// <summary>The reactions that changed within the page, by revision.</summary>
    public MessageReactions[] Reactions
    {
        get => _reactions ?? [];
        init => _reactions = value;
    }

    /// <summary>The members who changed within the page, and the ends of memberships, by revision.</summary>
    public ChangedMember[] Members
    {
        get => _members ?? [];
        init => _members = value;
    }

    /// <summary>The settings of the room, if they changed within the page.</summary>
    public RoomInfo? Info { get; init; }

    public ChangeSet Changes => new(Messages, Reactions) { Members = Members, Info = Info };

    /// <summary>Memberships that ended within the page, by revision: all of them, also those of users who are members again.</summary>
    public MembershipEnd[] Removals
    {
        get => _removals ?? [];
        init => _removals = value;
    }
}

/// <summary>
/// One page of history with the epoch and the head of the room in the same snapshot, and the reactions to its messages that have a
/// revision up to this head, by sequence.
/// </summary>
internal readonly record struct HistoryPage(string Epoch, ChatMessage[] Messages, bool HasMore, long Head)
{
    private readonly MessageReactions[]? _reactions;

    public MessageReactions[] Reactions
    {
        get => _reactions ?? [];
        init => _reactions = value;
    }

    /// <summary>The settings of the room, in the newest page.</summary>
    public RoomInfo? Info { get; init; }

    public ChangeSet Changes => new(Messages, Reactions) { Info = Info };

    /// <summary>The page with the reactions that belong to its messages.</summary>
    public HistoryPage With(List<MessageReactions> reactions)
    {
        var (head, first) = (Head, Messages.Length == 0 ? long.MaxValue : Messages[0].Sequence);
        reactions.RemoveAll(one => one.Sequence < first || one.Revision > head || one.Tallies.Length == 0);
        reactions.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return reactions.Count == 0 ? this : this with { Reactions = [.. reactions] };
    }
}
