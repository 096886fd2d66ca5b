namespace SignalRChat.Services.Storage.Postgres;

internal static partial class PostgresStatements
{
    public const string FindBans =
        $"""
        SELECT rooms.id, asked.user_id
        FROM unnest($1::text[], $2::text[]) AS asked (room, user_id)
        JOIN rooms ON rooms.name = asked.room
        CROSS JOIN LATERAL (SELECT FROM bans WHERE room_id = rooms.id AND user_id = asked.user_id {WholeKey}) AS ban
        """;

    // The condition of their index.
    private const string IsStaff = $"role <> '{RoomRoles.Member}'";

    public const string FindOwners =
        $"""
        SELECT rooms.id, owner.user_id FROM rooms CROSS JOIN LATERAL (
            SELECT user_id FROM members WHERE room_id = rooms.id AND role = '{RoomRoles.Owner}' AND {IsStaff} {WholeKey}
        ) AS owner
        WHERE rooms.name = ANY ($1)
        """;

    /// <summary>
    /// The users who may become members and were before, with the last end. The plus keeps PostgreSQL from reading the removals of all
    /// users of the room.
    /// </summary>
    public const string FindEnds =
        """
        SELECT rooms.id, asked.user_id, removal.revision, removal.muted_until
        FROM unnest($1::text[], $2::text[]) AS asked (room, user_id)
        JOIN rooms ON rooms.name = asked.room
        CROSS JOIN LATERAL (
            SELECT revision, muted_until FROM removals WHERE room_id = rooms.id AND user_id = asked.user_id
            ORDER BY revision + 0 DESC LIMIT 1
        ) AS removal
        """;

    public const string AddRemovals =
        """
        WITH forgotten AS (
            DELETE FROM removals USING unnest($1::bigint[], $3::text[]) AS gone (room_id, user_id)
            WHERE removals.room_id = gone.room_id AND removals.user_id = gone.user_id AND removals.removed_at < $7
        )
        INSERT INTO removals (room_id, revision, user_id, code, removed_by, removed_at, name, role, muted_until)
        SELECT room_id, revision, user_id, code, removed_by, $6, name, role, muted_until
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $8::text[], $9::text[], $10::bigint[])
            AS added (room_id, revision, user_id, code, removed_by, name, role, muted_until)
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
}
