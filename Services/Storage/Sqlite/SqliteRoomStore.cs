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
                return new RoomStanding(Exists: true, IsPrivate: row.GetBoolean(6), row.IsDBNull(0) ? null : ReadMembership(row));
            },
            cancellationToken);

    public Task<bool> IsBlockedInAsync(string room, string userId, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Find(SqliteStatements.FindRoom, room) is long id
            && session.Find(SqliteStatements.FindBlockIn, userId, id) is not null,
        cancellationToken);

    public Task<MemberPage?> ReadMembersAsync(
        string room, string userId, int limit, CancellationToken cancellationToken) => database.ReadAsync<MemberPage?>(
        session =>
        {
            if (session.Find(SqliteStatements.FindMemberByRoom, room, userId) is null)
                return null;
            var id = (long)session.Find(SqliteStatements.FindRoom, room)!;
            using var rows = session.Query(SqliteStatements.ListMembers, id, limit);
            return ReadPage(session, id, ReadMembers(rows));
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
            return ReadPage(session, id, ReadMembers(rows)).UpTo(limit);
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
                var rooms = ReadRooms(rows, out var withoutPresence);
                var hasMore = rooms.Count > limit;
                if (hasMore)
                    rooms.RemoveAt(limit);
                return new RoomPage([.. rooms], hasMore) { WithoutPresence = withoutPresence };
            },
            cancellationToken);

    /// <summary>The members with what a page says of the room.</summary>
    public static MemberPage ReadPage(SqliteSession session, long roomId, RoomMember[] members) =>
        new(members, (int)(long)session.Find(SqliteStatements.CountMembers, roomId)!)
        {
            ShowsPresent = SqliteSettings.Find(session, roomId).Presence is null or RoomPresence.Full,
        };

    private static Membership ReadMembership(SqliteDataReader row)
    {
        var settings = new RoomSettings
        {
            Typing = row.IsDBNull(7) ? null : row.GetBoolean(7),
            Presence = row.IsDBNull(8) ? null : row.GetString(8),
            Posting = row.IsDBNull(9) ? null : row.GetString(9),
            ArchivedAt = row.IsDBNull(10) ? null : row.GetInt64(10),
            Revision = row.IsDBNull(11) ? null : row.GetInt64(11),
        };
        return new(ReadMember(row), row.GetInt64(4), row.GetString(5), EphemeralSettings.Of(settings));
    }

    private static RoomMember[] ReadMembers(SqliteDataReader rows)
    {
        var members = new List<RoomMember>();
        while (rows.Read())
            members.Add(ReadMember(rows));
        return [.. members];
    }

    public static RoomMember ReadMember(SqliteDataReader row) => new()
    {
        UserId = row.GetString(0),
        Name = row.GetString(1),
        Role = row.GetString(2),
        MutedUntil = row.IsDBNull(3) ? null : row.GetInt64(3),
    };

    private static List<RoomSummary> ReadRooms(SqliteDataReader rows, out HashSet<string>? withoutPresence)
    {
        var rooms = new List<RoomSummary>();
        withoutPresence = null;
        while (rows.Read())
        {
            if (!rows.IsDBNull(4) && rows.GetString(4) == RoomPresence.Off)
                (withoutPresence ??= []).Add(rows.GetString(0));
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
