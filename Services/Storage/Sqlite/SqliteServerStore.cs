using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>What backends read, in the SQLite file.</summary>
internal sealed class SqliteServerStore(SqliteDatabase database) : IServerStore
{
    public Task<HistoryPage?> ReadHistoryAsync(string room, long? before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<HistoryPage?>(
            session => FindRoom(session, room) is null ? null : SqlitePages.History(session, room, before, limit), cancellationToken);

    public Task<UpdatePage?> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<UpdatePage?>(
            session => FindRoom(session, room) is null ? null : SqlitePages.Updates(session, room, after, limit), cancellationToken);

    public Task<ChatMessage?> FindMessageAsync(string room, Guid id, CancellationToken cancellationToken) => database.ReadAsync(
        session => FindRoom(session, room) is { } roomId ? SqliteRows.FindMessage(session, roomId, id) : null, cancellationToken);

    public Task<FoundRoom?> FindRoomAsync(string room, CancellationToken cancellationToken) => database.ReadAsync<FoundRoom?>(
        session =>
        {
            if (FindRoom(session, room) is not { } id)
                return null;
            using var rows = session.Query(SqliteStatements.FindUsedRoom, room);
            rows.Read();
            return new(ReadRoom(rows), SqliteSettings.FindInfo(session, id));
        },
        cancellationToken);

    public Task<RoomsPage> ReadRoomsAsync(string? prefix, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                using var rows = session.Query(
                    SqliteStatements.ListAllRooms, after ?? "", prefix ?? "", RoomPrefix.EndOf(prefix), limit + 1L);
                var rooms = ReadAll(rows, ReadRoom);
                return new RoomsPage(rooms[..Math.Min(limit, rooms.Count)], rooms.Count > limit);
            },
            cancellationToken);

    public Task<UserRoomsPage> ReadRoomsOfAsync(string userId, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                using var rows = session.Query(SqliteStatements.ListRoomsOf, userId, after ?? "", limit + 1L);
                var rooms = ReadAll(rows, row => (ReadRoom(row), row.GetString(3)));
                return new UserRoomsPage(rooms[..Math.Min(limit, rooms.Count)], rooms.Count > limit);
            },
            cancellationToken);

    public Task<MemberPage?> ReadMembersAsync(string room, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<MemberPage?>(
            session =>
            {
                if (FindRoom(session, room) is not { } id)
                    return null;
                using var rows = session.Query(SqliteStatements.PageMembers, id, after ?? "", limit + 1L);
                var members = ReadAll(rows, SqliteRoomStore.ReadMember);
                return SqliteRoomStore.ReadPage(session, id, [.. members]).UpTo(limit);
            },
            cancellationToken);

    public Task<ReportsPage?> ReadReportsAsync(
        string room, long after, string? afterUserId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<ReportsPage?>(
            session =>
            {
                if (FindRoom(session, room) is not { } id)
                    return null;
                using var rows = session.Query(SqliteStatements.ListReports, id, after, afterUserId ?? "", limit + 1L);
                var reports = ReadAll(rows, row => new StoredReport(
                    new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
                    row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4)));
                return new ReportsPage(reports[..Math.Min(limit, reports.Count)], reports.Count > limit);
            },
            cancellationToken);

    public Task<BansPage?> ReadBansAsync(string room, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<BansPage?>(
            session =>
            {
                if (FindRoom(session, room) is not { } id)
                    return null;
                using var rows = session.Query(SqliteStatements.ListBans, id, after ?? "", limit + 1L);
                var bans = ReadAll(rows, row => new StoredBan(row.GetString(0), row.GetString(1), row.GetInt64(2)));
                return new BansPage(bans[..Math.Min(limit, bans.Count)], bans.Count > limit);
            },
            cancellationToken);

    private static StoredRoom ReadRoom(SqliteDataReader row) => new(row.GetString(0), row.GetBoolean(1), row.GetInt64(2));

    private static List<T> ReadAll<T>(SqliteDataReader rows, Converter<SqliteDataReader, T> read)
    {
        var all = new List<T>();
        while (rows.Read())
            all.Add(read(rows));
        return all;
    }

    private static long? FindRoom(SqliteSession session, string room) => (long?)session.Find(SqliteStatements.FindUsedRoomId, room);
}
