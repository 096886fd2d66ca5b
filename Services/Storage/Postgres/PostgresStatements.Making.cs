namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// How rooms are made and become free again. All of it runs after the rooms are locked, so whether a room is free cannot change.
/// </summary>
internal static partial class PostgresStatements
{
    /// <summary>
    /// The users of <c>$2</c> who may be about to make the room of <c>$1</c> at the same place: if it is free, or if their limit must be
    /// known in any case.
    /// </summary>
    private const string Makers =
        "unnest($1::text[], $2::text[], $3::boolean[]) AS asked (room, user_id, always) "
        + "JOIN rooms ON rooms.name = asked.room AND (asked.always OR rooms.is_free)";

    // Two nodes must not count the rooms of one user at the same time. In one order, and after the rooms, to avoid a deadlock.
    // Few locks, each for many users, because a transaction can hold only so many.
    public const string LockMakers =
        $"""
        SELECT count(pg_advisory_xact_lock({LockClass}, place))
        FROM (SELECT DISTINCT hashtext(asked.user_id) & 63 AS place FROM {Makers} ORDER BY place) AS makers
        """;

    /// <summary>
    /// Removes the mark of rooms that are in use, among those that this transaction has locked. A separate statement after the
    /// locks: it sees all members and messages that were committed before. Such a room may have no owner, so the rows have <c>$2</c>
    /// users who are or become owner, the first ones first; a row without a user is of a room without members.
    /// </summary>
    public const string TakeUsed =
        $"""
        WITH used AS (
            UPDATE rooms SET is_free = false
            WHERE name = ANY ($1) AND is_free AND rooms.xmax = pg_current_xact_id_if_assigned()::xid AND coalesce(
                (SELECT 1 FROM members WHERE room_id = rooms.id LIMIT 1),
                (SELECT 1 FROM messages WHERE room_id = rooms.id AND revision <= sequence LIMIT 1),
                (SELECT 1 FROM messages WHERE room_id = rooms.id AND revision > sequence LIMIT 1)) IS NOT NULL
            RETURNING id, name
        )
        SELECT used.id, heir.*, used.name FROM used LEFT JOIN LATERAL (
            SELECT user_id, role, name, muted_until, joined_at FROM members WHERE room_id = used.id
            ORDER BY array_position(ARRAY['{RoomRoles.Owner}', '{RoomRoles.Moderator}'], role), joined_at, user_id LIMIT $2
        ) AS heir ON true
        """;

    /// <summary>A separate statement: it sees what the previous holders of the locks have committed.</summary>
    public const string CountMade =
        $"""
        SELECT makers.user_id, made.rooms FROM (SELECT DISTINCT asked.user_id FROM {Makers}) AS makers
        CROSS JOIN LATERAL (
            SELECT count(*) AS rooms FROM (
                SELECT FROM rooms WHERE made_by = makers.user_id AND NOT is_free
                UNION ALL
                SELECT FROM rooms WHERE made_by = makers.user_id AND is_free AND made_at > $4
            ) AS counted
        ) AS made
        """;

    /// <summary>Nothing of a room that was there before stays but its numbers.</summary>
    public const string MakeRooms =
        """
        UPDATE rooms SET is_free = false, is_private = made.is_private, is_direct = made.is_direct, made_by = made.user_id,
            made_at = CASE WHEN made.user_id IS NOT NULL THEN $7::bigint END,
            title = made.title, data = made.data, announce = NULL, posting = NULL, slow_mode_seconds = NULL, max_members = NULL,
            typing = NULL, presence = NULL, retention_days = NULL, archived_at = NULL, info_revision = NULL
        FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::boolean[], $5::text[], $6::text[])
            AS made (id, user_id, is_private, is_direct, title, data)
        WHERE rooms.id = made.id
        """;

    /// <summary>Of how many rooms each user is a member, counted up to <c>$2</c>.</summary>
    public const string CountRooms =
        """
        SELECT asked.user_id, joined.rooms FROM unnest($1::text[]) AS asked (user_id)
        CROSS JOIN LATERAL (
            SELECT count(*) AS rooms FROM (SELECT FROM members WHERE members.user_id = asked.user_id LIMIT $2) AS counted
        ) AS joined
        """;

    /// <summary>
    /// Counts the members of rooms that are older than their count and that this transaction has locked: once for each. Joins and leaves
    /// of other nodes wait, and then count themselves.
    /// </summary>
    public const string CountOldRooms =
        """
        UPDATE rooms SET member_count = counted.members
        FROM (
            SELECT old.id, present.members FROM rooms AS old
            CROSS JOIN LATERAL (SELECT count(*) AS members FROM members WHERE room_id = old.id) AS present
            WHERE old.name = ANY ($1) AND old.member_count IS NULL AND old.xmax = pg_current_xact_id_if_assigned()::xid
        ) AS counted
        WHERE rooms.id = counted.id
        """;

    /// <summary>The number of members of each room.</summary>
    public const string CountInRooms = "SELECT id, coalesce(member_count, 0) FROM rooms WHERE name = ANY ($1)";

    /// <summary>
    /// Two nodes must not count the rooms of one user at the same time, if the user may be at the limit: with at least <c>$2</c> rooms.
    /// After the rooms and the makers, in one order. Few locks, each for many users.
    /// </summary>
    public const string LockEntering =
        """
        SELECT count(pg_advisory_xact_lock(1668114805, place))
        FROM (
            SELECT DISTINCT hashtext(asked.user_id) & 63 AS place FROM unnest($1::text[]) AS asked (user_id)
            CROSS JOIN LATERAL (
                SELECT count(*) AS rooms FROM (SELECT FROM members WHERE members.user_id = asked.user_id LIMIT $2) AS counted
            ) AS joined
            WHERE joined.rooms >= $2 ORDER BY place
        ) AS users
        """;

    /// <summary>Of the rooms that <see cref="AddRooms"/> added, those that the rules did not make.</summary>
    public const string DropRooms = "DELETE FROM rooms WHERE id = ANY ($1) AND is_free";

    public const string FreeRooms =
        """
        WITH freed AS (
            UPDATE rooms SET is_free = true WHERE id = ANY ($1) AND NOT is_private AND made_by IS DISTINCT FROM ''
                AND NOT EXISTS (SELECT FROM members WHERE room_id = rooms.id)
                AND NOT EXISTS (SELECT FROM messages WHERE room_id = rooms.id AND revision <= sequence)
                AND NOT EXISTS (SELECT FROM messages WHERE room_id = rooms.id AND revision > sequence)
            RETURNING id
        ), unmuted AS (
            UPDATE removals SET muted_until = NULL FROM freed WHERE removals.room_id = freed.id AND removals.muted_until IS NOT NULL
        )
        DELETE FROM bans USING freed WHERE bans.room_id = freed.id
        """;

    // The first part of the key: the second one is for the users.
    private const string LockClass = "1668114803";
}
