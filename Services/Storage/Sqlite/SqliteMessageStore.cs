using System.Text.Json;
using SignalRChat.Services.Messages;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The log of all rooms in one SQLite file.</summary>
internal sealed class SqliteMessageStore(SqliteDatabase database, ILogger<SqliteMessageStore> logger) : IMessageStore
{
    private string? _epoch;

    public bool CommitsOnCallersThread => true;

    public async Task MigrateAsync(CancellationToken cancellationToken) =>
        StorageLog.Migrated(logger, await database.MigrateAsync(cancellationToken));

    /// <summary>Read once: a database is restored while no server runs on it.</summary>
    public async Task<string> ReadEpochAsync(CancellationToken cancellationToken) =>
        _epoch ??= await database.ReadAsync(ReadEpoch, cancellationToken);

    public Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken) =>
        database.WriteAsync(session => new RoomBatch(new SqliteRows(session), _epoch ??= ReadEpoch(session), now).Apply(batch), cancellationToken);

    public Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlitePages.UpdatesAndRemovals(session, room, after, limit), cancellationToken);

    public Task<UpdatePage?> ReadUpdatesAsync(string room, string userId, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<UpdatePage?>(
            session => IsMember(session, room, userId) ? SqlitePages.Updates(session, room, after, limit) : null, cancellationToken);

    public Task<HistoryPage?> ReadHistoryAsync(string room, string userId, long? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<HistoryPage?>(
            session => IsMember(session, room, userId) ? SqlitePages.History(session, room, before, limit) : null, cancellationToken);

    public Task<long[]> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var heads = new long[rooms.Count];
            using var rows = session.Query(SqliteStatements.Heads, JsonSerializer.Serialize(rooms));
            while (rows.Read()) heads[rows.GetInt32(0)] = rows.GetInt64(1);
            return heads;
        },
        cancellationToken);

    private static string ReadEpoch(SqliteSession session) => (string)session.Find(SqliteStatements.Epoch)!;

    private static bool IsMember(SqliteSession session, string room, string userId) =>
        session.Find(SqliteStatements.FindMemberByRoom, room, userId) is not null;
}
