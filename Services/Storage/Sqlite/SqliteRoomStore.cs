using System.Text.Json;
using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Rooms and memberships in the SQLite file.</summary>
internal sealed class SqliteRoomStore(SqliteDatabase database) : IRoomStore
{
    public Task<RoomStanding> FindStandingAsync(string room, string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                using var row = session.Query(SqliteStatements.FindStanding, userId, room);
                if (!row.Read())
                    return default;
                var membership = row.IsDBNull(0) ? (Membership?)null : new(ReadMember(row), row.GetInt64(3), row.GetString(4));
                return new RoomStanding(Exists: true, IsPrivate: row.GetBoolean(5), membership);
            },
            cancellationToken);

    public Task<MemberPage?> ReadMembersAsync(
        string room, string userId, int limit, CancellationToken cancellationToken) => database.ReadAsync<MemberPage?>(
        session =>
        {
            if (session.Find(SqliteStatements.FindMemberByRoom, room, userId) is null)
                return null;
            var id = (long)session.Find(SqliteStatements.FindRoom, room)!;
            using var rows = session.Query(SqliteStatements.ListMembers, id, limit);
            return new MemberPage(ReadMembers(rows), (int)(long)session.Find(SqliteStatements.CountMembers, id)!);
        },
        cancellationToken);

    public Task<MemberPage?> ReadMemberPageAsync(
        string room, string userId, string? after, int limit, CancellationToken cancellationToken) => database.ReadAsync<MemberPage?>(
        session =>
        {
            if (session.Find(SqliteStatements.FindMemberByRoom, room, userId) is null)
                return null;
            var id = (long)session.Find(SqliteStatements.FindRoom, room)!;
            using var rows = session.Query(SqliteStatements.PageMembers, id, after ?? "", limit + 1L);
            return new MemberPage(ReadMembers(rows), (int)(long)session.Find(SqliteStatements.CountMembers, id)!).UpTo(limit);
        },
        cancellationToken);

    public Task<RoomMember[]> ReadMembersAsync(string room, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                using var rows = session.Query(SqliteStatements.ListTheseMembers, room, JsonSerializer.Serialize(userIds));
                return ReadMembers(rows);
            },
            cancellationToken);

    public Task<bool[]> AreMembersAsync(IReadOnlyList<(string Room, string UserId)> asked, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                using var rows = session.Query(
                    SqliteStatements.AreMembers, JsonSerializer.Serialize(asked.Select(one => new[] { one.Room, one.UserId })));
                var are = new bool[asked.Count];
                while (rows.Read())
                    are[rows.GetInt64(0)] = true;
                return are;
            },
            cancellationToken);

    public Task<RoomPage> ReadRoomsAsync(string userId, string? prefix, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                using var rows = session.Query(
                    SqliteStatements.ListRooms, after ?? "", prefix ?? "", RoomPrefix.EndOf(prefix), limit + 1L, userId);
                var rooms = ReadRooms(rows);
                var hasMore = rooms.Count > limit;
                if (hasMore)
                    rooms.RemoveAt(limit);
                return new RoomPage([.. rooms], hasMore);
            },
            cancellationToken);

    private static RoomMember[] ReadMembers(SqliteDataReader rows)
    {
        var members = new List<RoomMember>();
        while (rows.Read())
            members.Add(ReadMember(rows));
        return [.. members];
    }

    public static RoomMember ReadMember(SqliteDataReader row) =>
        new() { UserId = row.GetString(0), Name = row.GetString(1), Role = row.GetString(2) };

    private static List<RoomSummary> ReadRooms(SqliteDataReader rows)
    {
        var rooms = new List<RoomSummary>();
        while (rows.Read())
        {
            rooms.Add(new()
            {
                Room = rows.GetString(0),
                IsPrivate = rows.GetBoolean(1),
                IsMember = rows.GetBoolean(2),
                Head = rows.GetInt64(3),
            });
        }

        return rooms;
    }
}
