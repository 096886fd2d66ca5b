using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Reads and writes the changes of members.</summary>
internal static class SqliteMembers
{
    private static readonly SqliteStatement _find = new(
        "SELECT name, role, muted_until FROM members WHERE room_id = $roomId AND user_id = $userId");

    private static readonly SqliteStatement _change = new(
        """
        UPDATE members SET role = $role, muted_until = $mutedUntil, revision = $revision
        WHERE room_id = $roomId AND user_id = $userId
        """);

    // Two indexes, merged in their order: the members who changed, and the ends of memberships. An older server stores no name.
    private static readonly SqliteStatement _updates = new(
        $"""
        SELECT user_id, name, role, muted_until, NULL, revision, 1
        FROM members WHERE room_id = $roomId AND revision > $after AND revision <= $through
        UNION ALL
        SELECT removals.user_id, coalesce(removals.name, removals.user_id), coalesce(removals.role, '{RoomRoles.Member}'), NULL,
            removals.code, removals.revision, members.user_id IS NOT NULL
        FROM removals LEFT JOIN members ON members.room_id = removals.room_id AND members.user_id = removals.user_id
        WHERE removals.room_id = $roomId AND removals.revision > $after AND removals.revision <= $through
        ORDER BY 6 LIMIT $limit
        """);

    public static IReadOnlyList<SqliteStatement> Statements { get; } = [_find, _change, _updates];

    public static MemberRow? Find(SqliteSession session, long roomId, string userId)
    {
        using var row = session.Query(_find, roomId, userId);
        return row.Read() ? new(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt64(2)) : null;
    }

    public static PastMembership? FindEnd(SqliteSession session, long roomId, string userId)
    {
        using var row = session.Query(SqliteStatements.FindEnd, roomId, userId);
        return row.Read() ? new(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1)) : null;
    }

    public static void Change(SqliteSession session, long roomId, ChangedMember member) =>
        session.Run(_change, member.Role, member.MutedUntil, member.Revision, roomId, member.UserId);

    /// <summary>
    /// The members and the ends of memberships of (<paramref name="after"/>, <paramref name="through"/>], by revision.
    /// </summary>
    public static List<MemberEntry> Updates(SqliteSession session, long roomId, long after, long through, int limit)
    {
        using var rows = session.Query(_updates, roomId, after, through, limit);
        var found = new List<MemberEntry>();
        while (rows.Read())
            found.Add(new(Read(rows), IsMember: rows.GetBoolean(6)));
        return found;
    }

    private static ChangedMember Read(SqliteDataReader row) => new()
    {
        UserId = row.GetString(0),
        Name = row.GetString(1),
        Role = row.GetString(2),
        MutedUntil = row.IsDBNull(3) ? null : row.GetInt64(3),
        Left = row.IsDBNull(4) ? null : row.GetString(4),
        Revision = row.GetInt64(5),
    };
}
