namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Blocks, reports and bans from the server.</summary>
internal static partial class SqliteStatements
{
    public static readonly SqliteStatement FindBlock = new(
        """
        SELECT 1 FROM blocks WHERE user_id = $userId AND blocked_id = $otherId
        UNION ALL SELECT 1 FROM blocks WHERE user_id = $otherId AND blocked_id = $userId LIMIT 1
        """);

    public static readonly SqliteStatement IsBlocking = new("SELECT 1 FROM blocks WHERE user_id = $userId AND blocked_id = $otherId");

    /// <summary>Whether one of the user and the other member of a direct room blocks the other.</summary>
    public static readonly SqliteStatement FindBlockIn = new(
        """
        SELECT 1 FROM members JOIN blocks ON blocks.user_id = members.user_id AND blocks.blocked_id = $userId
        WHERE members.room_id = $roomId
        UNION ALL
        SELECT 1 FROM members JOIN blocks ON blocks.user_id = $userId AND blocks.blocked_id = members.user_id
        WHERE members.room_id = $roomId
        LIMIT 1
        """);

    public static readonly SqliteStatement ListBarred = new("SELECT user_id FROM users INDEXED BY users_banned WHERE is_banned = 1");

    public static readonly SqliteStatement ListBlocks = new(
        """
        SELECT blocks.blocked_id, users.name, blocks.blocked_at
        FROM blocks LEFT JOIN users ON users.user_id = blocks.blocked_id
        WHERE blocks.user_id = $userId AND blocks.blocked_id > $after ORDER BY blocks.blocked_id LIMIT $limit
        """);

    /// <summary>The name of a user in a room of both: among a few rooms, as a user may be in thousands.</summary>
    public static readonly SqliteStatement FindSharedName = new(
        """
        SELECT other.name
        FROM (SELECT room_id, name FROM members INDEXED BY members_by_user WHERE user_id = $otherId LIMIT 10) AS other
        CROSS JOIN members AS own ON own.room_id = other.room_id AND own.user_id = $userId
        LIMIT 1
        """);

    public static readonly SqliteStatement CountBlocks = new("SELECT count(*) FROM blocks WHERE user_id = $userId");

    public static readonly SqliteStatement AddBlock = new(
        """
        INSERT INTO blocks (user_id, blocked_id, blocked_at) VALUES ($userId, $otherId, $now)
        ON CONFLICT (user_id, blocked_id) DO NOTHING
        """);

    public static readonly SqliteStatement RemoveBlock = new("DELETE FROM blocks WHERE user_id = $userId AND blocked_id = $otherId");

    public static readonly SqliteStatement SetReport = new(
        """
        INSERT INTO reports (room_id, sequence, user_id, reason, reported_at) VALUES ($roomId, $sequence, $userId, $reason, $now)
        ON CONFLICT (room_id, sequence, user_id) DO UPDATE SET reason = excluded.reason, reported_at = excluded.reported_at
        """);
}
