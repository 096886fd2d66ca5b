namespace SignalRChat.Services.Storage.Postgres;

/// <summary>What backends read.</summary>
internal static partial class PostgresStatements
{
    public const string FindUsedRoom = "SELECT name, is_private, last_revision FROM rooms WHERE name = $1 AND NOT is_free";

    public const string UpdatesForService = $"{Updates} AND NOT is_free";

    public const string HistoryForService = $"{History} AND NOT is_free";

    public const string ListAllRooms =
        """
        SELECT name, is_private, last_revision FROM rooms
        WHERE name > $1 AND name >= $2 AND name < $3 AND NOT is_free ORDER BY name LIMIT $4
        """;

    public const string ListRoomsOf =
        $"""
        SELECT room.*, member.role FROM (SELECT room_id, role FROM members WHERE user_id = $1 {WholeKey}) AS member CROSS JOIN LATERAL (
            SELECT name, is_private, last_revision FROM rooms WHERE id = member.room_id {WholeKey}
        ) AS room
        WHERE room.name > $2 ORDER BY room.name LIMIT $3
        """;

    /// <summary>By id, with the number of all members in each row. A row without a member: there are no more.</summary>
    public const string PageAllMembers =
        $"""
        SELECT member.*, {OfRoom} FROM rooms LEFT JOIN LATERAL (
            SELECT {MemberColumns} FROM members WHERE room_id = rooms.id AND user_id > $2 ORDER BY user_id LIMIT $3
        ) AS member ON true
        WHERE rooms.name = $1 AND NOT is_free ORDER BY member.user_id
        """;

    /// <summary>A row without a report: there are no more. A message is in one of two indexes.</summary>
    public const string ListReports =
        $"""
        SELECT message.message_id, report.* FROM rooms LEFT JOIN LATERAL (
            SELECT sequence, user_id, reason, reported_at FROM reports
            WHERE room_id = rooms.id AND (sequence, user_id) > ($2, $3) ORDER BY sequence, user_id LIMIT $4
        ) AS report ON true
        LEFT JOIN LATERAL (
            (SELECT message_id FROM messages
                WHERE room_id = rooms.id AND sequence = report.sequence AND revision <= sequence {WholeKey})
            UNION ALL
            (SELECT message_id FROM messages
                WHERE room_id = rooms.id AND sequence = report.sequence AND revision > sequence {WholeKey})
        ) AS message ON true
        WHERE rooms.name = $1 AND NOT is_free ORDER BY report.sequence, report.user_id
        """;

    /// <summary>A row without a ban: there are no more.</summary>
    public const string ListBans =
        """
        SELECT ban.* FROM rooms LEFT JOIN LATERAL (
            SELECT user_id, banned_by, banned_at FROM bans WHERE room_id = rooms.id AND user_id > $2 ORDER BY user_id LIMIT $3
        ) AS ban ON true
        WHERE rooms.name = $1 AND NOT is_free ORDER BY ban.user_id
        """;
}
