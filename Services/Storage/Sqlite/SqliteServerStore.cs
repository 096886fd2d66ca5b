using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>What backends read, in the SQLite file.</summary>
internal sealed class SqliteServerStore(SqliteDatabase database) : IServerStore
{
    public Task<HistoryPage?> ReadHistoryAsync(string room, long? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<HistoryPage?>(
            session => FindRoom(session, room) is null ? null : SqlitePages.History(session, room, before, limit), cancellationToken);

    public Task<ChatMessage?> FindMessageAsync(string room, Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        session => FindRoom(session, room) is { } roomId ? SqliteRows.FindMessage(session, roomId, id) : null, cancellationToken);

    private static long? FindRoom(SqliteSession session, string room) => (long?)session.Find(SqliteStatements.FindRoom, room);
}
