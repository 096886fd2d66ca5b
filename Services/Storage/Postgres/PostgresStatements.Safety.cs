namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Blocks and reports.</summary>
internal static partial class PostgresStatements
{
    public const string FindBlocks =
        $"""
        SELECT asked.user_id, asked.blocked_id FROM unnest($1::text[], $2::text[]) AS asked (user_id, blocked_id)
        CROSS JOIN LATERAL (
            SELECT FROM blocks WHERE blocks.user_id = asked.user_id AND blocks.blocked_id = asked.blocked_id {WholeKey}
        ) AS found
        """;

    // Two nodes must not open the direct room of two users, which no row stands for yet, and store a block of the two at the same time.
    // After the rooms and the makers, in one order. Few locks, each for many pairs.
    public const string LockPairs =
        """
        SELECT count(pg_advisory_xact_lock(1668114804, place))
        FROM (SELECT DISTINCT hashtext(asked.room) & 63 AS place FROM unnest($1::text[]) AS asked (room) ORDER BY place) AS pairs
        """;

    // Whether one of a user and the other member of a direct room blocks the other. Two look-ups: of an OR in a join, PostgreSQL may read
    // all blocks.
    private const string BlockBetween =
        $"""
        FROM members AS other WHERE other.room_id = rooms.id AND other.user_id <> post.user_id AND EXISTS (
                (SELECT FROM blocks WHERE blocks.user_id = other.user_id AND blocks.blocked_id = post.user_id {WholeKey})
                UNION ALL
                (SELECT FROM blocks WHERE blocks.user_id = post.user_id AND blocks.blocked_id = other.user_id {WholeKey})
            )
        """;

    /// <summary>The users who may not write in these direct rooms.</summary>
    public const string FindBlockedIn =
        $"""
        SELECT rooms.id, post.user_id FROM unnest($1::text[], $2::text[]) AS post (room, user_id) JOIN rooms ON rooms.name = post.room
        WHERE EXISTS (SELECT {BlockBetween})
        """;

    public const string CountBlocks =
        """
        SELECT asked.user_id, given.blocks FROM unnest($1::text[]) AS asked (user_id)
        CROSS JOIN LATERAL (SELECT count(*) AS blocks FROM blocks WHERE blocks.user_id = asked.user_id) AS given
        """;

    public const string AddBlocks =
        """
        INSERT INTO blocks (user_id, blocked_id, blocked_at)
        SELECT user_id, blocked_id, $3 FROM unnest($1::text[], $2::text[]) AS added (user_id, blocked_id)
        ON CONFLICT (user_id, blocked_id) DO NOTHING
        """;

    public const string RemoveBlocks =
        """
        DELETE FROM blocks USING unnest($1::text[], $2::text[]) AS lifted (user_id, blocked_id)
        WHERE blocks.user_id = lifted.user_id AND blocks.blocked_id = lifted.blocked_id
        """;

    /// <summary>With the name of the profile, or the one in a room of both: among a few rooms, as a user may be in thousands.</summary>
    public const string ListBlocks =
        $"""
        SELECT block.blocked_id, coalesce(profile.name, shared.name), block.blocked_at
        FROM (
            SELECT blocked_id, blocked_at FROM blocks WHERE user_id = $1 AND blocked_id > $2 ORDER BY blocked_id LIMIT $3
        ) AS block
        LEFT JOIN LATERAL (SELECT name FROM users WHERE user_id = block.blocked_id {WholeKey}) AS profile ON true
        LEFT JOIN LATERAL (
            SELECT other.name FROM (
                SELECT room_id, name FROM members WHERE user_id = block.blocked_id AND profile.name IS NULL LIMIT 10
            ) AS other
            CROSS JOIN LATERAL (SELECT FROM members WHERE room_id = other.room_id AND user_id = $1 {WholeKey}) AS own
            LIMIT 1
        ) AS shared ON true
        ORDER BY block.blocked_id
        """;

    public const string SetReports =
        """
        INSERT INTO reports (room_id, sequence, user_id, reason, reported_at)
        SELECT room_id, sequence, user_id, reason, $5
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) AS added (room_id, sequence, user_id, reason)
        ON CONFLICT (room_id, sequence, user_id) DO UPDATE SET reason = excluded.reason, reported_at = excluded.reported_at
        """;
}
