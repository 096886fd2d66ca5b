using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>The users in the SQLite file.</summary>
internal sealed class SqliteUserStore(SqliteDatabase database) : IUserStore
{
    private const string Access = "user_id, not_before, is_banned, access_revision, revision";

    private const string Now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    private static readonly SqliteStatement _moveHead = new("UPDATE users_head SET revision = revision + 1");

    private static readonly SqliteStatement _head = new("SELECT revision FROM users_head");

    private static readonly SqliteStatement _changeAccess = new(
        $"""
        INSERT INTO users (user_id, not_before, is_banned, access_revision)
        VALUES (
            $userId, coalesce(min($notBefore, {Now} + $allowance), 0), coalesce($isBanned, 0),
            (SELECT revision FROM users_head))
        ON CONFLICT (user_id) DO UPDATE SET
            not_before = max(not_before, excluded.not_before),
            is_banned = coalesce($isBanned, is_banned),
            access_revision = excluded.access_revision,
            revision = revision + 1
        WHERE not_before < excluded.not_before OR is_banned <> coalesce($isBanned, is_banned) OR access_revision IS NULL
        RETURNING {Access}
        """);

    private static readonly SqliteStatement _now = new($"SELECT {Now}");

    private static readonly SqliteStatement _findAccess = new(
        $"SELECT {Access} FROM users WHERE user_id = $userId AND access_revision IS NOT NULL");

    private static readonly SqliteStatement _readAccess = new(
        $"SELECT {Access} FROM users WHERE access_revision > $after ORDER BY access_revision LIMIT $limit");

    public Task<UserAccess> ChangeAccessAsync(string userId, AccessChange change, CancellationToken cancellationToken) =>
        // Of what the writer remembers only the bans change.
        database.WriteCachedAsync(
            session =>
            {
                session.Run(_moveHead);
                using (var changed = session.Query(_changeAccess, userId, change.NotBefore, UserAccess.ClockAllowance, change.IsBanned))
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

    /// <summary>All users who are banned from the server.</summary>
    public static HashSet<string> ReadBarred(SqliteSession session)
    {
        var barred = new HashSet<string>(StringComparer.Ordinal);
        using var rows = session.Query(SqliteStatements.ListBarred);
        while (rows.Read())
            barred.Add(rows.GetString(0));
        return barred;
    }

    private static UserAccess ReadAccess(SqliteDataReader row) =>
        new(row.GetString(0), row.GetInt64(1), row.GetBoolean(2), row.GetInt64(3), row.GetInt64(4));
}
