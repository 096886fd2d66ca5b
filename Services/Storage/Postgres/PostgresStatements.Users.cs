namespace SignalRChat.Services.Storage.Postgres;

internal static partial class PostgresStatements
{
    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private const string Access = "user_id, not_before, is_banned, access_revision, revision, ended_before";

    private const string Profile = "name, avatar_url, data, revision";

    // No row if nothing changes. The row of users_head is locked until the commit: changes of all nodes are numbered in the order of their
    // commits, and a reader that has seen one has seen all before it.
    public const string ChangeAccess =
        $"""
        WITH head AS (UPDATE users_head SET revision = revision + 1 RETURNING revision)
        INSERT INTO users (user_id, not_before, is_banned, access_revision, ended_before)
        SELECT $1, CASE WHEN $2::bigint IS NULL THEN 0 ELSE least($2::bigint, {Now} + $4::bigint) END, coalesce($3::boolean, false),
            head.revision, CASE WHEN $5::boolean THEN {Now} ELSE 0 END
        FROM head
        ON CONFLICT (user_id) DO UPDATE SET
            not_before = greatest(users.not_before, excluded.not_before),
            is_banned = coalesce($3::boolean, users.is_banned),
            access_revision = excluded.access_revision,
            ended_before = greatest(users.ended_before, excluded.ended_before),
            revision = users.revision + 1
        WHERE users.not_before < excluded.not_before OR users.is_banned <> coalesce($3::boolean, users.is_banned)
            OR users.ended_before < excluded.ended_before OR users.access_revision IS NULL
        RETURNING user_id, not_before, is_banned, access_revision, users.revision, ended_before
        """;

    public const string FindBarred = "SELECT user_id FROM users WHERE is_banned AND user_id = ANY ($1)";

    public const string FindAccess = $"SELECT {Access} FROM users WHERE user_id = $1 AND access_revision IS NOT NULL";

    public const string FindUser = $"SELECT {Access}, {Profile} FROM users WHERE user_id = $1";

    // So that there is a row to lock: two nodes that change one user wait for each other.
    public const string AddUsers =
        """
        INSERT INTO users (user_id, revision)
        SELECT asked.user_id, 0 FROM unnest($1::text[]) AS asked (user_id) ORDER BY asked.user_id COLLATE "C"
        ON CONFLICT (user_id) DO NOTHING
        """;

    public const string LockUsers = $"SELECT user_id, {Profile} FROM users WHERE user_id = ANY ($1) ORDER BY user_id FOR UPDATE";

    public const string SetProfiles =
        """
        UPDATE users SET name = given.name, avatar_url = given.avatar_url, data = given.data, revision = given.revision
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[]) AS given (user_id, name, avatar_url, data, revision)
        WHERE users.user_id = given.user_id
        """;

    /// <summary>In one snapshot, with the time. A row without a user if there is nothing new.</summary>
    public const string ReadAccess =
        $"""
        SELECT {Epoch}, head.revision, {Now}, changed.* FROM users_head AS head LEFT JOIN LATERAL (
            SELECT {Access} FROM users WHERE access_revision > $1 ORDER BY access_revision LIMIT $2
        ) AS changed ON true
        """;
}
