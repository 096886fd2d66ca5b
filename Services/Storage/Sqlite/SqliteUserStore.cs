using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The users in the SQLite file.</summary>
internal sealed class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    private const string Access = "user_id, not_before, is_banned, access_revision, revision, ended_before";

    private const int AccessColumns = 6;

    private const string Profile = "name, avatar_url, data, revision";

    private const string Now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    private static readonly SqliteStatement _moveHead = new("UPDATE users_head SET revision = revision + 1");

    private static readonly SqliteStatement _head = new("SELECT revision FROM users_head");

    private static readonly SqliteStatement _changeAccess = new(
        $"""
        INSERT INTO users (user_id, not_before, is_banned, access_revision, ended_before)
        VALUES (
            $userId, coalesce(min($notBefore, {Now} + $allowance), 0), coalesce($isBanned, 0), (SELECT revision FROM users_head),
            iif($endsConnections, {Now}, 0))
        ON CONFLICT (user_id) DO UPDATE SET
            not_before = max(not_before, excluded.not_before),
            is_banned = coalesce($isBanned, is_banned),
            access_revision = excluded.access_revision,
            ended_before = max(ended_before, excluded.ended_before),
            revision = revision + 1
        WHERE not_before < excluded.not_before OR is_banned <> coalesce($isBanned, is_banned) OR access_revision IS NULL
            OR ended_before < excluded.ended_before
        RETURNING {Access}
        """);

    private static readonly SqliteStatement _findAccess = new(
        $"SELECT {Access} FROM users WHERE user_id = $userId AND access_revision IS NOT NULL");

    private static readonly SqliteStatement _now = new($"SELECT {Now}");

    private static readonly SqliteStatement _findUser = new($"SELECT {Access}, {Profile} FROM users WHERE user_id = $userId");

    private static readonly SqliteStatement _findProfile = new($"SELECT {Profile} FROM users WHERE user_id = $userId");

    private static readonly SqliteStatement _setProfile = new(
        """
        INSERT INTO users (user_id, name, avatar_url, data, revision) VALUES ($userId, $name, $avatarUrl, $data, $revision)
        ON CONFLICT (user_id) DO UPDATE SET
            name = excluded.name, avatar_url = excluded.avatar_url, data = excluded.data, revision = excluded.revision
        """);

    private static readonly SqliteStatement _readAccess = new(
        $"SELECT {Access} FROM users WHERE access_revision > $after ORDER BY access_revision LIMIT $limit");

    public Task<UserAccess> ChangeAccessAsync(string userId, AccessChange change, CancellationToken cancellationToken) =>
        // Of what the writer remembers only the bans change.
        database.WriteCachedAsync(
            session =>
            {
                session.Run(_moveHead);
                using (var changed = session.Query(
                    _changeAccess, userId, change.NotBefore, UserAccess.ClockAllowance, change.IsBanned, change.EndsConnections))
                {
                    if (changed.Read())
                    {
                        var access = ReadAccess(changed);
                        session.Rooms.SetBarred(userId, access.IsBanned);
                        return access;
                    }
                }
                using var known = session.Query(_findAccess, userId);
                known.Read();
                return ReadAccess(known);
            },
            cancellationToken);

    public Task<UserAccess?> FindAccessAsync(string userId, CancellationToken cancellationToken) => database.ReadAsync<UserAccess?>(
        session =>
        {
            using var row = session.Query(_findAccess, userId);
            return row.Read() ? ReadAccess(row) : null;
        },
        cancellationToken);

    public Task<StoredUser?> FindUserAsync(string userId, CancellationToken cancellationToken) => database.ReadAsync<StoredUser?>(
        session =>
        {
            using var row = session.Query(_findUser, userId);
            return row.Read() ? new(ReadAccess(row), ReadProfile(row, AccessColumns)) : null;
        },
        cancellationToken);

    /// <summary>In the transaction of a batch.</summary>
    public static UserProfile FindProfile(SqliteSession session, string userId)
    {
        using var row = session.Query(_findProfile, userId);
        return row.Read() ? ReadProfile(row, 0) : UserProfile.Empty;
    }

    public static void SetProfile(SqliteSession session, string userId, UserProfile profile) =>
        session.Run(_setProfile, userId, profile.Name, profile.AvatarUrl, profile.Data, profile.Revision);

    public Task<AccessPage> ReadAccessAsync(long after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var head = (long)session.Find(_head)!;
            var users = new List<UserAccess>();
            // Nearly always there is nothing new.
            if (head != after)
            {
                using var rows = session.Query(_readAccess, after, (long)limit);
                while (rows.Read())
                    users.Add(ReadAccess(rows));
            }
            return new AccessPage(SqliteRows.Epoch(session), head, [.. users], (long)session.Find(_now)!);
        },
        cancellationToken);

    public Task<BlocksPage> ReadBlocksAsync(string userId, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var blocks = new List<StoredBlock>();
                using (var rows = session.Query(SqliteStatements.ListBlocks, userId, after ?? "", limit + 1L))
                {
                    while (rows.Read())
                        blocks.Add(new(rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1), rows.GetInt64(2)));
                }
                return new BlocksPage([.. blocks.Take(limit).Select(Named)], blocks.Count > limit);

                StoredBlock Named(StoredBlock block) => block.Name is not null
                    ? block
                    : block with { Name = (string?)session.Find(SqliteStatements.FindSharedName, block.UserId, userId) };
            },
            cancellationToken);

    /// <summary>All users who are banned from the server.</summary>
    public static HashSet<string> ReadBarred(SqliteSession session)
    {
        var barred = new HashSet<string>(StringComparer.Ordinal);
        using var rows = session.Query(SqliteStatements.ListBarred);
        while (rows.Read())
            barred.Add(rows.GetString(0));
        return barred;
    }

    /// <summary>A user whose access was never changed has no number.</summary>
    private static UserAccess ReadAccess(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetBoolean(2), row.IsDBNull(3) ? 0 : row.GetInt64(3), row.GetInt64(4))
        {
            EndedBefore = row.GetInt64(5),
        };

    private static UserProfile ReadProfile(SqliteDataReader row, int first) => new()
    {
        Name = row.IsDBNull(first) ? null : row.GetString(first),
        AvatarUrl = row.IsDBNull(first + 1) ? null : row.GetString(first + 1),
        Data = row.IsDBNull(first + 2) ? null : row.GetString(first + 2),
        Revision = row.GetInt64(first + 3),
    };
}
