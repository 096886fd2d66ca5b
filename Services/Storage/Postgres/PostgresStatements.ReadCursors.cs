namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The read cursors, and the mentions of members that are counted from them.</summary>
internal static partial class PostgresStatements
{
    private const string MessagesUpTo =
        "SELECT sequence, ordinal FROM messages WHERE room_id = room.id AND sequence <= asked.sequence";

    /// <summary>A read cursor never goes back.</summary>
    private const string IfFurther =
        """
        ON CONFLICT (room_id, user_id) DO UPDATE
            SET sequence = excluded.sequence, ordinal = greatest(read_cursors.ordinal, excluded.ordinal)
            WHERE read_cursors.sequence < excluded.sequence
        """;

    private const string IsUnknown = "found.ordinal IS NULL AND found.sequence < room.last_message";

    /// <summary>
    /// Moves read cursors forward and numbers the entries. The place of a cursor is the newest message up to the asked one. Only messages
    /// of older servers have no ordinal, and they are few among those of newer ones: the nearest one before counts. From the last message
    /// that counts on, all do. Returns the rooms and users of those that moved.
    /// </summary>
    public const string MoveReadCursors =
        $"""
        WITH requests AS (
            SELECT room.id AS room_id, asked.user_id, found.sequence,
                CASE WHEN found.sequence >= room.last_message THEN room.message_count
                    ELSE coalesce(found.ordinal, earlier.ordinal, 0) END AS ordinal
            FROM unnest($1::text[], $2::text[], $3::bigint[]) AS asked (room, user_id, sequence)
            CROSS JOIN LATERAL (SELECT id, message_count, last_message FROM rooms WHERE name = asked.room {WholeKey}) AS room
            CROSS JOIN LATERAL (SELECT FROM members WHERE room_id = room.id AND user_id = asked.user_id {WholeKey}) AS member
            CROSS JOIN LATERAL (
                ({MessagesUpTo} AND revision <= sequence ORDER BY sequence DESC LIMIT 1)
                UNION ALL
                ({MessagesUpTo} AND revision > sequence ORDER BY sequence DESC LIMIT 1)
                ORDER BY sequence DESC LIMIT 1
            ) AS found
            LEFT JOIN LATERAL (
                SELECT ordinal FROM (
                    ({MessagesUpTo} AND revision <= sequence AND {IsUnknown} ORDER BY sequence DESC LIMIT 200)
                    UNION ALL
                    ({MessagesUpTo} AND revision > sequence AND {IsUnknown} ORDER BY sequence DESC LIMIT 200)
                ) AS older WHERE ordinal IS NOT NULL ORDER BY sequence DESC LIMIT 1
            ) AS earlier ON true
        ), cursors AS (
            INSERT INTO read_cursors (room_id, user_id, sequence, ordinal)
            SELECT room_id, user_id, sequence, ordinal FROM requests ORDER BY room_id, user_id COLLATE "C"
            {IfFurther}
            RETURNING room_id, user_id
        ), asked AS (
            SELECT user_id, room_id, {Places} FROM cursors
        ), {Number}
        SELECT room_id, user_id FROM cursors
        """;

    /// <summary>
    /// A separate statement: it sees what other nodes have moved meanwhile. If the room was not counted yet, up to <c>$3</c> members
    /// are.
    /// </summary>
    public const string ReadMarks =
        $"""
        SELECT entry.place, entry.room_id, entry.is_hidden, member.is_member, coalesce(reading.sequence, 0),
            entry.message_count - coalesce(reading.ordinal, 0), mentioned.mentions, coalesce(entry.member_count, counted.members)
        FROM (
            SELECT asked.place, asked.user_id, room.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (room, user_id, place)
            LEFT JOIN LATERAL (
                SELECT id AS room_id, is_private OR (is_free AND last_revision = 0) AS is_hidden, message_count, member_count
                FROM rooms WHERE name = asked.room {WholeKey}
            ) AS room ON true
        ) AS entry
        LEFT JOIN LATERAL (
            SELECT true AS is_member FROM members WHERE room_id = entry.room_id AND user_id = entry.user_id {WholeKey}
        ) AS member ON true
        {Reading}
        {Mentioned}
        CROSS JOIN LATERAL (
            SELECT count(*)::integer AS members FROM (
                SELECT FROM members WHERE room_id = entry.room_id AND entry.member_count IS NULL LIMIT $3
            ) AS few
        ) AS counted
        """;

    /// <summary>New members have read everything.</summary>
    public const string SetReadCursors =
        $"""
        INSERT INTO read_cursors (room_id, user_id, sequence, ordinal)
        SELECT room_id, user_id, sequence, ordinal FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[])
            AS given (room_id, user_id, sequence, ordinal)
        ORDER BY room_id, user_id COLLATE "C"
        {IfFurther}
        """;

    /// <summary>Up to <c>$3</c> members with their cursors, and whether the asker <c>$2</c> is one. No row if the asker is not.</summary>
    public const string ListReadCursors =
        $"""
        SELECT member.user_id, reading.sequence FROM rooms CROSS JOIN LATERAL (
            SELECT room_id, user_id FROM members WHERE room_id = rooms.id ORDER BY user_id LIMIT $3
        ) AS member
        LEFT JOIN LATERAL (
            SELECT sequence FROM read_cursors WHERE room_id = member.room_id AND user_id = member.user_id {WholeKey}
        ) AS reading ON true
        WHERE rooms.name = $1 AND {IsAsker} ORDER BY member.user_id
        """;

    /// <summary>The cursor of one user.</summary>
    public const string FindReadCursor =
        "SELECT sequence FROM read_cursors WHERE room_id = (SELECT id FROM rooms WHERE name = $1) AND user_id = $2";

    /// <summary>The members whom new messages mention, besides their authors.</summary>
    public const string AddMentions =
        $"""
        INSERT INTO mentions (room_id, user_id, ordinal)
        SELECT named.room_id, named.user_id, named.ordinal FROM unnest($1::bigint[], $2::text[], $3::bigint[])
            AS named (room_id, user_id, ordinal)
        WHERE EXISTS (SELECT FROM members WHERE room_id = named.room_id AND user_id = named.user_id {WholeKey})
        """;

    private const string StoreMentions =
        $"""
        mentioned AS (
            INSERT INTO mentions (room_id, user_id, ordinal)
            SELECT stored.room_id, named.user_id, stored.ordinal
            FROM stored CROSS JOIN LATERAL json_array_elements_text(stored.mentions::json) AS named (user_id)
            WHERE named.user_id <> stored.user_id
                AND EXISTS (SELECT FROM members WHERE room_id = stored.room_id AND user_id = named.user_id {WholeKey})
        )
        """;

    /// <summary>
    /// Of messages that are deleted, before they are changed. By the place of the row: in a join, PostgreSQL would look it up by a part of
    /// its key. This transaction holds the rooms, so the rows do not move.
    /// </summary>
    public const string RemoveMentions =
        $"""
        DELETE FROM mentions WHERE ctid = ANY (ARRAY(
            SELECT mention.ctid FROM unnest($1::bigint[], $2::uuid[], $3::text[]) AS gone (room_id, message_id, user_id)
            CROSS JOIN LATERAL (
                SELECT ordinal FROM messages WHERE messages.message_id = gone.message_id AND messages.room_id = gone.room_id {WholeKey}
            ) AS message
            CROSS JOIN LATERAL (
                SELECT ctid FROM mentions
                WHERE room_id = gone.room_id AND user_id = gone.user_id AND mentions.ordinal = message.ordinal {WholeKey}
            ) AS mention))
        """;
}
