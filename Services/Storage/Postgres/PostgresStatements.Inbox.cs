namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// The inboxes. A transaction that changes an entry holds the row of its inbox until the commit, so that the numbers of an inbox have the
/// order of the commits. These rows are locked last in a transaction, and in the order of the users.
/// </summary>
internal static partial class PostgresStatements
{
    // The beginning of a text has at most three bytes for each of its UTF-16 code units.
    private const string LastColumns =
        "message_id, sequence, user_id, name, substring(text FROM 1 FOR 600) AS text, posted_at";

    private const string LastOf = $"SELECT {LastColumns} FROM messages WHERE room_id = entry.room_id AND member.role IS NOT NULL";

    private const string Mentioned =
        """
        CROSS JOIN LATERAL (
                SELECT count(*) AS mentions FROM (
                    SELECT FROM mentions
                    WHERE mentions.room_id = entry.room_id AND mentions.user_id = entry.user_id AND ordinal > coalesce(reading.ordinal, 0)
                    LIMIT 1000
                ) AS few
            ) AS mentioned
        """;

    private const string Reading =
        $"""
        LEFT JOIN LATERAL (
                SELECT sequence, ordinal FROM read_cursors WHERE room_id = entry.room_id AND user_id = entry.user_id {WholeKey}
            ) AS reading ON true
        """;

    /// <summary>The columns in the order in which <see cref="PostgresInboxRow"/> reads them.</summary>
    private const string EntryColumns =
        """
        entry.revision, entry.room_id, room.name, room.is_private, room.is_direct, room.title, room.data, room.last_revision,
                room.message_count, member.role, member.joined_at, member.muted_until, coalesce(reading.sequence, 0) AS read_through,
                coalesce(reading.ordinal, 0) AS ordinal, mentioned.mentions, ended.code, last.message_id, last.sequence AS last_sequence,
                last.user_id AS last_user_id, last.name AS last_name, last.text, last.posted_at
        """;

    // The columns of the entry are its room_id, user_id and revision. A message that has an event was never edited. If the last message is
    // not known, it is the newest one without an event among so many: a room may have any number of events.
    private const string OfEntry =
        $"""
        CROSS JOIN LATERAL (
                SELECT name, is_private, is_direct, title, data, last_revision, message_count, last_message
                FROM rooms WHERE id = entry.room_id {WholeKey}
            ) AS room
            LEFT JOIN LATERAL (
                SELECT role, joined_at, muted_until FROM members
                WHERE room_id = entry.room_id AND user_id = entry.user_id {WholeKey}
            ) AS member ON true
            {Reading}
            {Mentioned}
            LEFT JOIN LATERAL (
                SELECT code FROM removals
                WHERE room_id = entry.room_id AND user_id = entry.user_id AND member.role IS NULL
                ORDER BY revision + 0 DESC LIMIT 1
            ) AS ended ON true
            LEFT JOIN LATERAL (
                ({LastOf} AND sequence = room.last_message AND revision <= sequence)
                UNION ALL
                ({LastOf} AND sequence = room.last_message AND revision > sequence)
                UNION ALL
                (SELECT message_id, sequence, user_id, name, text, posted_at FROM (
                    SELECT {LastColumns}, event FROM messages
                    WHERE room_id = entry.room_id AND member.role IS NOT NULL AND room.last_message = 0 AND revision <= sequence
                    ORDER BY messages.sequence DESC LIMIT 200
                ) AS newest WHERE event IS NULL ORDER BY sequence DESC LIMIT 1)
                UNION ALL
                ({LastOf} AND room.last_message = 0 AND revision > sequence ORDER BY messages.sequence DESC LIMIT 1)
                ORDER BY sequence DESC LIMIT 1
            ) AS last ON true
        """;

    /// <summary>
    /// With the epoch and the head of the inbox in each row. A row without an entry if no entry is newer. From 0 on, without the rooms that
    /// the user has left.
    /// </summary>
    public const string ReadInbox =
        $"""
        SELECT {Epoch}, coalesce((SELECT revision FROM inboxes WHERE user_id = $1), 0), page.*
        FROM (VALUES (1)) AS one (place) LEFT JOIN LATERAL (
            SELECT {EntryColumns}
            FROM (
                SELECT room_id, user_id, revision FROM inbox_entries
                WHERE user_id = $1 AND revision > $2 AND (
                    $2 > 0 OR EXISTS (SELECT FROM members WHERE members.room_id = inbox_entries.room_id AND members.user_id = $1 {WholeKey})
                )
                ORDER BY revision LIMIT $3
            ) AS entry
            {OfEntry}
        ) AS page ON true
        ORDER BY page.revision
        """;

    /// <summary>
    /// The entries of members, with their places among those that were asked for, and without their numbers: PostgreSQL would look these up
    /// by a part of a key.
    /// </summary>
    public const string ReadActivity =
        $"""
        SELECT entry.place, 0, {EntryColumns}
        FROM (
            SELECT asked.place, asked.user_id, named.room_id, 0::bigint AS revision
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (user_id, room, place)
            CROSS JOIN LATERAL (SELECT id AS room_id FROM rooms WHERE name = asked.room {WholeKey}) AS named
        ) AS entry
        {OfEntry}
        WHERE member.role IS NOT NULL
        """;

    // asked has the users and rooms, the place of each among those of its user, the number of these, and the place of the user. The array
    // has each user's new number at this place: a join of the two, which have no index, would compare each entry with each user.
    private const string Number =
        """
        moved AS (
            INSERT INTO inboxes (user_id, revision, xid)
            SELECT DISTINCT user_id, entries, pg_current_xact_id() FROM asked ORDER BY user_id
            ON CONFLICT (user_id) DO UPDATE SET revision = inboxes.revision + excluded.revision, xid = excluded.xid
            RETURNING user_id, revision
        ), numbered AS (
            INSERT INTO inbox_entries (user_id, room_id, revision)
            SELECT user_id, room_id, (SELECT array_agg(revision ORDER BY user_id) FROM moved)[of_user::integer] - entries + place FROM asked
            ON CONFLICT (user_id, room_id) DO UPDATE SET revision = excluded.revision
        )
        """;

    private const string Places =
        """
        row_number() OVER (PARTITION BY user_id ORDER BY room_id) AS place, count(*) OVER (PARTITION BY user_id) AS entries,
            dense_rank() OVER (ORDER BY user_id) AS of_user
        """;

    /// <summary>
    /// Numbers entries: those of <c>$1</c> and <c>$2</c>, and those of all members of the rooms <c>$3</c> with at most <c>$4</c>. Returns
    /// the users.
    /// </summary>
    public const string NumberEntries =
        $"""
        WITH asked AS (
            SELECT user_id, room_id, {Places} FROM (
                SELECT user_id COLLATE "C" AS user_id, room_id FROM unnest($1::text[], $2::bigint[]) AS changed (user_id, room_id)
                UNION
                SELECT user_id COLLATE "C", room_id FROM (
                    SELECT member.user_id, member.room_id, count(*) OVER (PARTITION BY member.room_id) AS members
                    FROM unnest($3::bigint[]) AS changed (room_id) CROSS JOIN LATERAL (
                        SELECT user_id, room_id FROM members WHERE room_id = changed.room_id LIMIT $4 + 1
                    ) AS member
                ) AS every WHERE members <= $4
            ) AS changed
        ), {Number}
        SELECT user_id FROM moved
        """;

    /// <summary>The memberships of a user that have no entry.</summary>
    public const string CompleteInbox =
        $"""
        WITH asked AS (
            SELECT user_id, room_id, {Places} FROM members
            WHERE user_id = $1 AND NOT EXISTS (
                SELECT FROM inbox_entries WHERE inbox_entries.user_id = $1 AND inbox_entries.room_id = members.room_id)
        ), {Number}
        SELECT user_id FROM moved
        """;

    /// <summary>
    /// As <see cref="Changes"/>, for inboxes: the row of each has its latest transaction. The upper bound leaves out numbers that a
    /// restored dump brought from another server.
    /// </summary>
    public const string InboxChanges =
        $"""
        SELECT (SELECT epoch FROM meta WHERE timeline = {Timeline} AND cluster = {Cluster}),
            pg_postmaster_start_time()::text, pg_current_snapshot()::text, NULL
        UNION ALL
        SELECT NULL, NULL, NULL, user_id FROM inboxes
        WHERE xid >= pg_snapshot_xmax($1::text::pg_snapshot) AND xid < pg_snapshot_xmax(pg_current_snapshot())
        UNION ALL
        SELECT NULL, NULL, NULL, later.user_id FROM pg_snapshot_xip($1::text::pg_snapshot) AS open (xid) CROSS JOIN LATERAL (
            SELECT user_id FROM inboxes WHERE inboxes.xid = open.xid {WholeKey}
        ) AS later
        LIMIT $2
        """;
}
