using System.Text.Json;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The changes of all rooms in one SQLite file.</summary>
internal sealed class SqliteMessageStore(SqliteDatabase database, ILogger<SqliteMessageStore> logger) : IMessageStore
{
    public bool CommitsOnCallersThread => true;

    public Task CheckSchemaAsync(CancellationToken cancellationToken) => database.CheckSchemaAsync(cancellationToken);

    public async Task MigrateAsync(CancellationToken cancellationToken) =>
        StorageLog.Migrated(logger, await database.MigrateAsync(cancellationToken));

    public Task BeginEpochAsync(string lost, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Run(SqliteStatements.BeginEpoch, lost), cancellationToken);

    public Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken) =>
        database.WriteCachedAsync(
            session =>
            {
                session.Rooms.Continue(session.DataVersion);
                var epoch = session.Rooms.Epoch ??= SqliteRows.Epoch(session);
                var rows = new SqliteRows(session);
                var stored = new RoomBatch(rows, epoch, now).Apply(batch);
                return stored with { Inboxes = rows.NumberInboxes() };
            },
            cancellationToken);

    public Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlitePages.Updates(session, room, after, limit), cancellationToken);

    public Task<UpdatePage?> ReadUpdatesAsync(string room, string userId, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<UpdatePage?>(
            session => IsMember(session, room, userId) ? SqlitePages.Updates(session, room, after, limit) : null, cancellationToken);

    public Task<HistoryPage?> ReadHistoryAsync(string room, string userId, long? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<HistoryPage?>(
            session => IsMember(session, room, userId) ? SqlitePages.History(session, room, before, limit) : null, cancellationToken);

    public Task<RoomHeads> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var heads = new long[rooms.Count];
            using var rows = session.Query(SqliteStatements.Heads, JsonSerializer.Serialize(rooms));
            while (rows.Read())
                heads[rows.GetInt32(0)] = rows.GetInt64(1);
            return new RoomHeads(SqliteRows.Epoch(session), heads);
        },
        cancellationToken);

    private static bool IsMember(SqliteSession session, string room, string userId) =>
        session.Find(SqliteStatements.FindMemberByRoom, room, userId) is not null;
}
