namespace SignalRChat.Services.Storage.Postgres;

internal static partial class PostgresStatements
{
    public const string FindBans =
        """
        SELECT bans.room_id, bans.user_id
        FROM unnest($1::text[], $2::text[]) AS asked (room, user_id)
        JOIN rooms ON rooms.name = asked.room
        JOIN bans ON bans.room_id = rooms.id AND bans.user_id = asked.user_id
        """;

    public const string FindOwners =
        $"""
        SELECT members.room_id, members.user_id FROM rooms JOIN members ON members.room_id = rooms.id
        WHERE rooms.name = ANY ($1) AND members.role = '{RoomRoles.Owner}'
        """;

    /// <summary>
    /// The users who rejoin with a cursor and whose membership ended at it or after it, with the last time it did.
    /// </summary>
    public const string FindRemoved =
        """
        SELECT removals.room_id, removals.user_id, max(removals.revision)
        FROM unnest($1::text[], $2::text[], $3::bigint[]) AS asked (room, user_id, after)
        JOIN rooms ON rooms.name = asked.room
        JOIN removals ON removals.room_id = rooms.id AND removals.revision >= asked.after AND removals.user_id = asked.user_id
        GROUP BY removals.room_id, removals.user_id
        """;

    /// <summary>
    /// The removals that a page of <see cref="Updates"/> may have to include. It runs after that statement: it sees everything
    /// with a revision up to the page's head.
    /// </summary>
    public const string Removals =
        """
        SELECT revision, user_id, code FROM rooms JOIN removals ON removals.room_id = rooms.id
        WHERE rooms.name = $1 AND revision > $2 ORDER BY removals.room_id, revision LIMIT $3
        """;

    public const string AddRemovals =
        """
        WITH forgotten AS (
            DELETE FROM removals USING unnest($1::bigint[], $3::text[]) AS gone (room_id, user_id)
            WHERE removals.room_id = gone.room_id AND removals.user_id = gone.user_id AND removals.removed_at < $7
        )
        INSERT INTO removals (room_id, revision, user_id, code, removed_by, removed_at)
        SELECT room_id, revision, user_id, code, removed_by, $6
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[]) AS added (room_id, revision, user_id, code, removed_by)
        """;

    public const string EnsureOwner =
        $"""
        UPDATE members SET role = '{RoomRoles.Owner}'
        FROM (
            SELECT DISTINCT ON (room_id) room_id, user_id FROM members WHERE room_id = ANY ($1)
            ORDER BY room_id, role = '{RoomRoles.Owner}' DESC, role = '{RoomRoles.Moderator}' DESC, joined_at, user_id
        ) AS heir
        WHERE members.room_id = heir.room_id AND members.user_id = heir.user_id AND members.role <> '{RoomRoles.Owner}'
        """;

    public const string AddBans =
        """
        INSERT INTO bans (room_id, user_id, banned_by, banned_at)
        SELECT room_id, user_id, banned_by, $4 FROM unnest($1::bigint[], $2::text[], $3::text[]) AS added (room_id, user_id, banned_by)
        ON CONFLICT (room_id, user_id) DO NOTHING
        """;

    public const string RemoveBans =
        """
        DELETE FROM bans USING unnest($1::bigint[], $2::text[]) AS lifted (room_id, user_id)
        WHERE bans.room_id = lifted.room_id AND bans.user_id = lifted.user_id
        """;

    public const string SetRoles =
        """
        UPDATE members SET role = given.role FROM unnest($1::bigint[], $2::text[], $3::text[]) AS given (room_id, user_id, role)
        WHERE members.room_id = given.room_id AND members.user_id = given.user_id
        """;
}
