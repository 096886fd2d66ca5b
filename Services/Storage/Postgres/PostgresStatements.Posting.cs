namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// How new messages are stored. Few messages have any of <see cref="Details"/>; without one in a batch these columns are not written.
/// </summary>
internal static partial class PostgresStatements
{
    private const string PlainMessage =
        "message_id, sequence, revision, user_id, name, text, posted_at, edited_at, deleted_at, reply_to";

    private const string Details = "kind, data, mentions, deleted_by, event";

    private const string PostedFields = "room, place, message_id, user_id, name, text, reply_to";

    private const string PostedArrays = "$1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::bytea[], $7::uuid[]";

    private const string PostedColumns =
        "rooms.id AS room_id, rooms.last_revision + post.place AS sequence, rooms.message_count + post.place AS ordinal, "
        + "post.message_id, post.user_id, post.name, post.text, post.reply_to";

    private const string InRooms =
        $"""
        CROSS JOIN LATERAL (
                SELECT id, last_revision, message_count, posting, slow_mode_seconds, archived_at, is_direct, is_free, xmax AS locked_by
                FROM rooms WHERE name = post.room {WholeKey}
            ) AS rooms
        """;

    private const string OfAuthor =
        $"""
        FROM members WHERE room_id = rooms.id AND user_id = post.user_id
                    AND (muted_until IS NULL OR muted_until <= $8) {WholeKey}
        """;

    private const string WithoutRepeats =
        $"""
        rooms.locked_by = pg_current_xact_id_if_assigned()::xid AND NOT EXISTS (
                SELECT FROM messages WHERE messages.message_id = post.message_id AND messages.room_id = rooms.id {WholeKey})
            AND (post.reply_to IS NULL OR EXISTS (
                SELECT FROM messages WHERE messages.message_id = post.reply_to AND messages.room_id = rooms.id {WholeKey}))
            AND coalesce(rooms.slow_mode_seconds, 0) = 0
        """;

    private const string IsOpenToMembers =
        $"""
        (rooms.posting IS NULL OR rooms.posting = 'members') AND rooms.archived_at IS NULL
            AND (rooms.is_direct IS NOT TRUE OR NOT EXISTS (SELECT {BlockBetween}))
        """;

    private const string OfMembersWithoutRepeats =
        $"""
        {InRooms}
            CROSS JOIN LATERAL (SELECT {OfAuthor}) AS author
            WHERE {WithoutRepeats} AND {IsOpenToMembers}
        """;

    private const string IfAllWereFound =
        $"""
        FROM asked
            WHERE (SELECT count(*) FROM asked) = cardinality($1) AND {Epoch} IS NOT NULL
                AND NOT EXISTS (SELECT FROM users WHERE is_banned AND user_id = ANY ($4))
        """;

    private const string MoveHeads =
        """
        moved AS (
            UPDATE rooms SET last_revision = last_revision + added.messages, message_count = message_count + added.messages,
                last_message = last_revision + added.messages
            FROM (SELECT room_id, count(*) AS messages FROM stored GROUP BY room_id) AS added WHERE rooms.id = added.room_id
        )
        SELECT count(*) FROM stored
        """;

    /// <summary>
    /// Stores new messages of members and moves the heads of their rooms. It stores all of them or nothing. It stores nothing if
    /// an author is no member, is muted, blocked or banned from the server, or if the settings of a room restrict posts. The same if a
    /// message is a repeat, or replies to none of the room, or if the epoch has ended. It also stores nothing if this transaction has not
    /// locked one of the rooms (a row that it has locked names it in <c>xmax</c>). Returns how many.
    /// </summary>
    public const string Post =
        $"""
        WITH asked AS (
            SELECT {PostedColumns} FROM unnest({PostedArrays}) AS post ({PostedFields})
            {OfMembersWithoutRepeats}
        ), stored AS (
            INSERT INTO messages (room_id, {PlainMessage}, ordinal)
            SELECT room_id, message_id, sequence, sequence, user_id, name, text, $8, NULL, NULL, reply_to, ordinal
            {IfAllWereFound}
            RETURNING room_id
        ), {MoveHeads}
        """;

    private const string StoreDetailed =
        $"""
        stored AS (
            INSERT INTO messages (room_id, {PlainMessage}, {Details}, ordinal)
            SELECT room_id, message_id, sequence, sequence, user_id, name, text, $8, NULL, NULL, reply_to,
                kind, data, mentions, NULL, event, ordinal
            {IfAllWereFound}
            RETURNING room_id, user_id, mentions, ordinal
        ), {StoreMentions}, {MoveHeads}
        """;

    /// <summary>The same if one of them has details.</summary>
    public const string PostDetailed =
        $"""
        WITH asked AS (
            SELECT {PostedColumns}, post.kind, post.data, post.mentions, post.event
            FROM unnest({PostedArrays}, $9::text[], $10::text[], $11::text[], $12::text[])
                AS post ({PostedFields}, kind, data, mentions, event)
            {OfMembersWithoutRepeats}
        ), {StoreDetailed}
        """;

    /// <summary>
    /// The same if a service posts some of them: to these no membership and no setting applies. Few batches have any, so there is one
    /// statement for messages with and without details. The time of the last post matters in rooms with slow mode, also by a service.
    /// </summary>
    public const string PostServed =
        $"""
        WITH asked AS (
            SELECT {PostedColumns}, post.kind, post.data, post.mentions, post.event
            FROM unnest({PostedArrays}, $9::text[], $10::text[], $11::text[], $12::text[], $13::boolean[])
                AS post ({PostedFields}, kind, data, mentions, event, is_of_service)
            {InRooms}
            LEFT JOIN LATERAL (SELECT true AS is_member {OfAuthor}) AS author ON true
            WHERE {WithoutRepeats} AND NOT rooms.is_free AND (post.is_of_service OR (author.is_member AND {IsOpenToMembers}))
        ), {StoreDetailed}
        """;

    private const string MessageArrays =
        """
        $1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bytea[],
            $8::bigint[], $9::bigint[], $10::bigint[], $11::uuid[]
        """;

    public const string AddMessages =
        $"""
        INSERT INTO messages (room_id, {PlainMessage}, ordinal)
        SELECT * FROM unnest(
            {MessageArrays}, $12::bigint[])
        """;

    public const string AddDetailedMessages =
        $"""
        INSERT INTO messages (room_id, {PlainMessage}, ordinal, {Details})
        SELECT * FROM unnest(
            {MessageArrays}, $12::bigint[],
            $13::text[], $14::text[], $15::text[], $16::text[], $17::text[])
        """;
}
