namespace SignalRChat.Services.Log;

/// <summary>
/// Reads rooms for backends: no membership is checked. Every method throws <see cref="StorageUnavailableException"/> when the database
/// does not answer.
/// </summary>
internal interface IServerStore
{
    /// <summary>
    /// Messages with <c>sequence &lt; before</c> and their reactions, the newest page, ascending inside; null when there is no such
    /// room.
    /// </summary>
    Task<HistoryPage?> ReadHistoryAsync(string room, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The changes as <see cref="IMessageStore.ReadUpdatesAsync(string, long, int, CancellationToken)"/> reads them; null when there is no
    /// such room.
    /// </summary>
    Task<UpdatePage?> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Returns null when there is no such room, or no such message in it.</summary>
    Task<ChatMessage?> FindMessageAsync(string room, Guid id, CancellationToken cancellationToken);

    /// <summary>Returns null when there is no such room.</summary>
    Task<FoundRoom?> FindRoomAsync(string room, CancellationToken cancellationToken);

    /// <summary>All rooms, by name, ascending in ordinal order.</summary>
    Task<RoomsPage> ReadRoomsAsync(string? prefix, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The rooms that the user is a member of, by name, ascending in ordinal order.</summary>
    Task<UserRoomsPage> ReadRoomsOfAsync(string userId, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The members whose ids are after <paramref name="after"/>, by id in ordinal order, and the total number; null when there is no
    /// such room. Presence is not known here.
    /// </summary>
    Task<MemberPage?> ReadMembersAsync(string room, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The reports after the one of this user on the message with this sequence, by sequence and then user id in ordinal order; null when
    /// there is no such room.
    /// </summary>
    Task<ReportsPage?> ReadReportsAsync(string room, long after, string? afterUserId, int limit, CancellationToken cancellationToken);

    /// <summary>The same of the banned users; null when there is no such room.</summary>
    Task<BansPage?> ReadBansAsync(string room, string? after, int limit, CancellationToken cancellationToken);
}

internal readonly record struct StoredRoom(string Name, bool IsPrivate, long Head)
{
    /// <summary>One of <see cref="RoomKinds"/>.</summary>
    public string Kind => DirectRooms.IsName(Name) ? RoomKinds.Direct : IsPrivate ? RoomKinds.Private : RoomKinds.Public;
}

internal readonly record struct FoundRoom(StoredRoom Room, RoomInfo Info);

internal readonly record struct RoomsPage(IReadOnlyList<StoredRoom> Rooms, bool HasMore);

internal readonly record struct UserRoomsPage(IReadOnlyList<(StoredRoom Room, string Role)> Rooms, bool HasMore);

/// <summary>A ban. <paramref name="By"/> is empty if a backend banned the user; the time is in Unix milliseconds.</summary>
internal readonly record struct StoredBan(string UserId, string By, long At);

/// <summary>A report of a message by a user. The time is in Unix milliseconds.</summary>
internal readonly record struct StoredReport(Guid MessageId, long Sequence, string UserId, string Reason, long At);

internal readonly record struct ReportsPage(IReadOnlyList<StoredReport> Reports, bool HasMore);

internal readonly record struct BansPage(IReadOnlyList<StoredBan> Bans, bool HasMore);
