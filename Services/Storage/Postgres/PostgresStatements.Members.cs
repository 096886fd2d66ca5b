namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The changes of members, and the choice of an owner.</summary>
internal static partial class PostgresStatements
{
    public const string FindMembers =
        $"""
        SELECT rooms.id, member.*
        FROM unnest($1::text[], $2::text[]) AS asked (room, user_id)
        JOIN rooms ON rooms.name = asked.room
        CROSS JOIN LATERAL (
            SELECT user_id, role, name, muted_until, joined_at, last_post_at FROM members
            WHERE room_id = rooms.id AND user_id = asked.user_id {WholeKey}
        ) AS member
        """;

    /// <summary>The authors of messages, as far as they are members.</summary>
    public const string FindAuthors =
        $"""
        SELECT rooms.id, author.user_id, author.role
        FROM unnest($1::text[], $2::uuid[]) AS asked (room, message_id)
        JOIN rooms ON rooms.name = asked.room
        CROSS JOIN LATERAL (
            SELECT user_id FROM messages WHERE messages.message_id = asked.message_id AND room_id = rooms.id {WholeKey}
        ) AS message
        CROSS JOIN LATERAL (
            SELECT user_id, role FROM members WHERE room_id = rooms.id AND members.user_id = message.user_id {WholeKey}
        ) AS author
        """;

    public const string SetLastPosts =
        """
        UPDATE members SET last_post_at = $3 FROM unnest($1::bigint[], $2::text[]) AS posted (room_id, user_id)
        WHERE members.room_id = posted.room_id AND members.user_id = posted.user_id
        """;

    public const string ChangeMembers =
        """
        UPDATE members SET role = given.role, muted_until = given.muted_until, revision = given.revision
        FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
            AS given (room_id, user_id, role, muted_until, revision)
        WHERE members.room_id = given.room_id AND members.user_id = given.user_id
        """;

    /// <summary>
    /// The members and the ends of memberships that a page of <see cref="Updates"/> may have to include. It runs after that statement: it
    /// sees everything with a revision up to the page's head. An older server stores no name.
    /// </summary>
    public const string Members =
        $"""
        SELECT page.* FROM rooms CROSS JOIN LATERAL (
            (SELECT user_id, name, role, muted_until, NULL AS code, revision, true AS is_member FROM members
                WHERE room_id = rooms.id AND revision > $2 ORDER BY revision LIMIT $3)
            UNION ALL
            (SELECT removal.*, EXISTS (SELECT FROM members WHERE room_id = rooms.id AND user_id = removal.user_id {WholeKey}) FROM (
                SELECT user_id, coalesce(name, user_id), coalesce(role, '{RoomRoles.Member}'), NULL::bigint, code, revision FROM removals
                    WHERE room_id = rooms.id AND revision > $2 ORDER BY revision LIMIT $3) AS removal)
            ORDER BY revision LIMIT $3
        ) AS page
        WHERE rooms.name = $1 ORDER BY page.revision
        """;

    private const string HeirColumns = "SELECT user_id, role, name, muted_until, joined_at FROM members WHERE room_id = rooms.id";

    private const string IsUntouched = "user_id <> ALL (touched.ids)";

    /// <summary>
    /// Those who may become owner of the rooms in <c>$1</c> if an owner of <c>$4</c> and <c>$5</c> leaves, besides the members of
    /// <c>$2</c> and <c>$3</c>, which the batch reads: an owner, and the moderator and the member who have been members for longest. Only
    /// a room without other owners and moderators has all its members read.
    /// </summary>
    public const string FindHeirs =
        $"""
        SELECT rooms.id, heir.* FROM rooms CROSS JOIN LATERAL (
            SELECT ARRAY(SELECT one.user_id FROM unnest($2::text[], $3::text[]) AS one (room, user_id) WHERE one.room = rooms.name) AS ids,
                ARRAY(SELECT one.user_id FROM unnest($4::text[], $5::text[]) AS one (room, user_id) WHERE one.room = rooms.name) AS left_ids
        ) AS touched CROSS JOIN LATERAL (
            ({HeirColumns} AND role = '{RoomRoles.Owner}' AND {IsStaff} AND {IsUntouched} LIMIT 1)
            UNION ALL
            ({HeirColumns} AND role = '{RoomRoles.Moderator}' AND {IsStaff} AND {IsUntouched} ORDER BY joined_at, user_id LIMIT 1)
            UNION ALL
            ({HeirColumns} AND {IsUntouched}
                AND NOT EXISTS (SELECT FROM members WHERE room_id = rooms.id AND {IsStaff} AND {IsUntouched})
                AND (rooms.name = ANY ($6) OR EXISTS (
                    SELECT FROM members WHERE room_id = rooms.id AND role = '{RoomRoles.Owner}' AND {IsStaff}
                        AND user_id = ANY (touched.left_ids)))
                ORDER BY joined_at, user_id LIMIT 1)
        ) AS heir
        WHERE rooms.name = ANY ($1)
        """;
}
