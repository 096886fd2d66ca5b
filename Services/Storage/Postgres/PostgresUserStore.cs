using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The users in the PostgreSQL database.</summary>
internal sealed class PostgresUserStore(PostgresDatabase database) : IUserStore
{
    private const int AccessColumns = 6;

    public async Task<UserAccess> ChangeAccessAsync(string userId, AccessChange change, CancellationToken cancellationToken)
    {
        var changed = await database.WriteAsync(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.ChangeAccess, session)
                    .With(userId).With(change.NotBefore).With(change.IsBanned).With(UserAccess.ClockAllowance).With(change.EndsConnections);
                return await command.ReadAllAsync(row => ReadAccess(row, 0), cancel);
            },
            cancellationToken);
        return changed is [var access] ? access : (await FindAccessAsync(userId, cancellationToken))!.Value;
    }

    public Task<UserAccess?> FindAccessAsync(string userId, CancellationToken cancellationToken) => database.ReadAsync<UserAccess?>(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.FindAccess, session).With(userId);
            return await command.ReadAllAsync(row => ReadAccess(row, 0), cancel) is [var found] ? found : null;
        },
        cancellationToken);

    public Task<StoredUser?> FindUserAsync(string userId, CancellationToken cancellationToken) => database.ReadAsync<StoredUser?>(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.FindUser, session).With(userId);
            return await command.ReadAllAsync(row => new StoredUser(ReadAccess(row, 0), UserRows.Read(row, AccessColumns)), cancel)
                is [var found] ? found : null;
        },
        cancellationToken);

    public Task<AccessPage> ReadAccessAsync(long after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.ReadAccess, session).With(after).With((long)limit);
            var rows = await command.ReadAllAsync(
                row => (
                    Epoch: row.ReadEpoch(0),
                    Head: row.GetInt64(1),
                    Now: row.GetInt64(2),
                    User: row.IsDBNull(3) ? default(UserAccess?) : ReadAccess(row, 3)),
                cancel);
            return new AccessPage(rows[0].Epoch, rows[0].Head, [.. rows.Select(row => row.User).OfType<UserAccess>()], rows[0].Now);
        },
        cancellationToken);

    public Task<BlocksPage> ReadBlocksAsync(string userId, string? after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.ListBlocks, session)
                    .With(userId).With(after ?? "").With(limit + 1L);
                var blocks = await command.ReadAllAsync(
                    row => new StoredBlock(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2)), cancel);
                return new BlocksPage([.. blocks.Take(limit)], blocks.Count > limit);
            },
            cancellationToken);

    /// <summary>A user whose access was never changed has no number.</summary>
    private static UserAccess ReadAccess(NpgsqlDataReader row, int first) => new(
        row.GetString(first),
        row.GetInt64(first + 1),
        row.GetBoolean(first + 2),
        row.IsDBNull(first + 3) ? 0 : row.GetInt64(first + 3),
        row.GetInt64(first + 4))
    {
        EndedBefore = row.GetInt64(first + 5),
    };
}
