using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The inboxes in the SQLite file. Of what the writer remembers nothing changes.</summary>
internal sealed class SqliteInboxStore(SqliteDatabase database, TimeProvider time) : IInboxStore
{
    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task CompleteInboxAsync(string userId, CancellationToken cancellationToken)
    {
        var missing = await database.ReadAsync(session => SqliteInbox.FindMissing(session, userId), cancellationToken);
        if (missing.Count == 0)
            return;
        await database.WriteCachedAsync(
            session =>
            {
                foreach (var roomId in SqliteInbox.FindMissing(session, userId))
                    SqliteInbox.Number(session, userId, roomId);
                return true;
            },
            cancellationToken);
    }

    public Task<InboxPage> ReadInboxAsync(string userId, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteInbox.Read(session, userId, after, limit, Now), cancellationToken);

    public Task<ReadMark[]> MarkReadAsync(IReadOnlyList<ReadRequest> batch, CancellationToken cancellationToken) =>
        database.WriteCachedAsync(
            session => batch.Select(request => SqliteReadCursors.Mark(session, request)).ToArray(), cancellationToken);

    public Task<ReadCursorsRead?> ReadCursorsAsync(string room, string userId, int mostMembers, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteReadCursors.List(session, room, userId, mostMembers), cancellationToken);

    public Task<InboxEntry?[]> ReadActivityAsync(
        IReadOnlyList<(string UserId, string Room)> pairs, CancellationToken cancellationToken) => database.ReadAsync(
        session => pairs.Select(pair => SqliteInbox.Find(session, pair.UserId, pair.Room, Now)).ToArray(), cancellationToken);

    public Task<ChangedInboxes?> ReadInboxChangesAsync(string? place, CancellationToken cancellationToken) =>
        Task.FromResult<ChangedInboxes?>(null);
}
