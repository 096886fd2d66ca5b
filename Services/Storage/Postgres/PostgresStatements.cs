namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Every SQL text of the store besides its migrations. Lists are passed as arrays, so that a text is prepared once for any number
/// of items.
/// </summary>
internal static partial class PostgresStatements
{
    /// <summary>The columns in the order in which <see cref="PostgresMessageRow"/> reads them.</summary>
    private const string Message = $"{PlainMessage}, {Details}";

    private const string IsMember = $"EXISTS (SELECT FROM members WHERE room_id = rooms.id AND user_id = $4 {WholeKey})";

    // A plan that was made while a table was small must suit a large one. In a join, PostgreSQL may look a row up by a part of its
    // key, and then read a whole room for it. In a subquery with this end it has the whole key.
    private const string WholeKey = "OFFSET 0";

    public const string Begin = "BEGIN";

    /// <summary>All statements up to the commit read the same state.</summary>
    public const string BeginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    public const string Commit = "COMMIT";

    public const string Rollback = "ROLLBACK";

    // Free: the rules decide whether a room is made. Before any room is locked, and in the order of names: two nodes that make
    // rooms wait for each other here and in no other order.
    public const string AddRooms =
        """
        INSERT INTO rooms (name, is_private, is_free)
        SELECT asked.name, false, true FROM unnest($1::text[]) AS asked (name)
        WHERE NOT EXISTS (SELECT FROM rooms WHERE rooms.name = asked.name)
        ORDER BY asked.name COLLATE "C"
        ON CONFLICT (name) DO NOTHING
        RETURNING name
        """;

    // A separate statement: the next one begins when this session holds the rooms, and so sees all that previous holders have
    // committed. In the order of ids, so that two nodes never hold what the other waits for. The plus keeps PostgreSQL from
    // walking all rooms in that order.
    public const string LockRooms =
        $"SELECT id, name, is_private, last_revision, {Epoch}, is_free, made_by, made_at FROM rooms "
        + "WHERE name = ANY ($1) ORDER BY id + 0 FOR UPDATE";

    /// <summary>
    /// The same with the settings that restrict posts, and the count of messages: a batch of plain posts does not read them.
    /// </summary>
    public const string LockRoomsWithPolicy =
        $"SELECT id, name, is_private, last_revision, {Epoch}, is_free, made_by, made_at, posting, slow_mode_seconds, archived_at, "
        + "message_count, last_message FROM rooms WHERE name = ANY ($1) ORDER BY id + 0 FOR UPDATE";

    public const string LockFreeRoomsWithPolicy = $"{LockRoomsWithPolicy} SKIP LOCKED";

    /// <summary>As <see cref="LockRooms"/>, but without waiting: it leaves out a room that another session holds.</summary>
    public const string LockFreeRooms = $"{LockRooms} SKIP LOCKED";

    public const string FindRooms = "SELECT name FROM rooms WHERE name = ANY ($1)";

    /// <summary>
    /// A batch that does not wait for rooms waits as briefly for anything else, such as a room that another node is about to
    /// make.
    /// </summary>
    public const string WaitBriefly = "SET LOCAL lock_timeout = '20ms'";

    public static string WaitAtMost(TimeSpan wait) =>
        string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = '{wait.TotalMilliseconds:F0}ms'");

    public const string FindMessages =
        $"""
        SELECT message.* FROM unnest($1::text[], $2::uuid[]) AS asked (room, message_id)
        JOIN rooms ON rooms.name = asked.room
        CROSS JOIN LATERAL (
            SELECT {Message}, room_id FROM messages
            WHERE messages.message_id = asked.message_id AND room_id = rooms.id {WholeKey}
        ) AS message
        """;

    public const string ChangeMessages =
        """
        UPDATE messages SET revision = changed.revision, text = changed.text, edited_at = changed.edited_at,
            deleted_at = changed.deleted_at, deleted_by = changed.deleted_by,
            data = CASE WHEN changed.deleted_at IS NULL THEN messages.data END,
            mentions = CASE WHEN changed.deleted_at IS NULL THEN messages.mentions END
        FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bytea[], $5::bigint[], $6::bigint[], $7::text[])
            AS changed (room_id, message_id, revision, text, edited_at, deleted_at, deleted_by)
        WHERE messages.message_id = changed.message_id AND messages.room_id = changed.room_id
        """;

    public const string RemoveMembers =
        """
        DELETE FROM members USING unnest($1::bigint[], $2::text[]) AS gone (room_id, user_id)
        WHERE members.room_id = gone.room_id AND members.user_id = gone.user_id
        """;

    // A ban also keeps out users that the configuration names.
    public const string AddMembers =
        """
        INSERT INTO members (room_id, user_id, name, role, joined_at)
        SELECT room_id, user_id, name, role, $5 FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[])
            AS added (room_id, user_id, name, role)
        WHERE NOT EXISTS (SELECT FROM bans WHERE bans.room_id = added.room_id AND bans.user_id = added.user_id)
        ON CONFLICT (room_id, user_id) DO NOTHING
        """;

    public const string RenameMembers =
        """
        UPDATE members SET name = renamed.name FROM unnest($1::bigint[], $2::text[], $3::text[]) AS renamed (room_id, user_id, name)
        WHERE members.room_id = renamed.room_id AND members.user_id = renamed.user_id AND members.name <> renamed.name
        """;

    public const string SetHeads =
        """
        UPDATE rooms SET last_revision = changed.head, message_count = changed.messages, last_message = changed.last
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS changed (id, head, messages, last)
        WHERE rooms.id = changed.id
        """;

    // Two indexes, merged in their order: messages as they were posted, and messages that were changed since. One statement is
    // one snapshot: the head belongs to the messages. No row: no such room; a row without a message: an empty page.
    public const string Updates =
        $"""
        SELECT page.*, rooms.last_revision, {Epoch} FROM rooms LEFT JOIN LATERAL (
            (SELECT {Message} FROM messages WHERE room_id = rooms.id AND sequence > $2 AND revision <= sequence ORDER BY sequence LIMIT $3)
            UNION ALL
            (SELECT {Message} FROM messages WHERE room_id = rooms.id AND revision > $2 AND revision > sequence ORDER BY revision LIMIT $3)
            ORDER BY revision LIMIT $3
        ) AS page ON true
        WHERE rooms.name = $1
        """;

    public const string UpdatesForMember = $"{Updates} AND {IsMember}";

    /// <summary>The newest first, of the same two parts.</summary>
    public const string History =
        $"""
        SELECT page.*, rooms.last_revision, {Epoch} FROM rooms LEFT JOIN LATERAL (
            (SELECT {Message} FROM messages WHERE room_id = rooms.id AND sequence < $2 AND revision <= sequence
                ORDER BY sequence DESC LIMIT $3)
            UNION ALL
            (SELECT {Message} FROM messages WHERE room_id = rooms.id AND sequence < $2 AND revision > sequence
                ORDER BY sequence DESC LIMIT $3)
            ORDER BY sequence DESC LIMIT $3
        ) AS page ON true
        WHERE rooms.name = $1
        """;

    public const string HistoryForMember = $"{History} AND {IsMember}";

    /// <summary>No row: no such room. A row without a member: the user is an outsider.</summary>
    public const string FindStanding =
        $"""
        SELECT member.*, rooms.last_revision, {Epoch}, rooms.is_private,
            rooms.typing, rooms.presence, rooms.posting, rooms.archived_at, rooms.info_revision
        FROM rooms LEFT JOIN LATERAL (
            SELECT {MemberColumns} FROM members WHERE room_id = rooms.id AND user_id = $2 {WholeKey}
        ) AS member ON true
        WHERE rooms.name = $1
        """;

    private const string IsAsker = $"EXISTS (SELECT FROM members WHERE room_id = rooms.id AND user_id = $2 {WholeKey})";

    /// <summary>The columns in the order in which <see cref="PostgresMembers"/> reads them.</summary>
    private const string MemberColumns = "user_id, name, role, muted_until";

    private const string OfRoom = "rooms.member_count, rooms.presence";

    /// <summary>
    /// By name, with the number of all members in each row, null in a room that was not counted yet, and the presence that the room shows.
    /// </summary>
    public const string ListMembers =
        $"""
        SELECT member.*, {OfRoom} FROM rooms CROSS JOIN LATERAL (
            SELECT {MemberColumns} FROM members WHERE room_id = rooms.id ORDER BY name, user_id LIMIT $3
        ) AS member
        WHERE rooms.name = $1 AND {IsAsker} ORDER BY member.name, member.user_id
        """;

    /// <summary>The same by id, after an id. A row without a member: there are no more.</summary>
    public const string PageMembers =
        $"""
        SELECT member.*, {OfRoom} FROM rooms LEFT JOIN LATERAL (
            SELECT {MemberColumns} FROM members WHERE room_id = rooms.id AND user_id > $3 ORDER BY user_id LIMIT $4
        ) AS member ON true
        WHERE rooms.name = $1 AND {IsAsker} ORDER BY member.user_id
        """;

    // After LockRooms, in the same transaction: joins and leaves of the room wait, and then count themselves.
    public const string CountMembers =
        """
        UPDATE rooms SET member_count = counted.members
        FROM (SELECT count(*) AS members FROM members WHERE room_id = (SELECT id FROM rooms WHERE name = $1)) AS counted
        WHERE rooms.name = $1 AND member_count IS NULL
        """;

    public const string ListTheseMembers =
        $"""
        SELECT member.* FROM rooms CROSS JOIN unnest($2::text[]) AS asked (user_id) CROSS JOIN LATERAL (
            SELECT {MemberColumns} FROM members WHERE room_id = rooms.id AND user_id = asked.user_id {WholeKey}
        ) AS member
        WHERE rooms.name = $1 ORDER BY member.name, member.user_id
        """;

    /// <summary>The indexes of the users who are members.</summary>
    public const string AreMembers =
        $"""
        SELECT asked.place FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (room, user_id, place)
        JOIN rooms ON rooms.name = asked.room
        CROSS JOIN LATERAL (SELECT FROM members WHERE room_id = rooms.id AND user_id = asked.user_id {WholeKey}) AS member
        """;

    private const string IsOfPage = "name > $2 AND name >= $3 AND name < $4";

    // Two parts, merged in their order: the public rooms, and the private rooms of the user. Neither reads private rooms of others.
    public const string ListRooms =
        $"""
        SELECT name, is_private, is_private OR EXISTS (SELECT FROM members WHERE room_id = page.id AND user_id = $1 {WholeKey}),
            last_revision, presence
        FROM (
            (SELECT id, name, is_private, last_revision, presence FROM rooms
                WHERE {IsOfPage} AND NOT is_free AND NOT is_private ORDER BY name LIMIT $5)
            UNION ALL
            (SELECT own.* FROM (SELECT room_id FROM members WHERE user_id = $1 {WholeKey}) AS joined CROSS JOIN LATERAL (
                SELECT id, name, is_private, last_revision, presence FROM rooms WHERE id = joined.room_id {WholeKey}
            ) AS own WHERE own.is_private AND {IsOfPage} ORDER BY name LIMIT $5)
            ORDER BY name LIMIT $5
        ) AS page ORDER BY name
        """;
}
