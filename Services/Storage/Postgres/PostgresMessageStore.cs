using Microsoft.Extensions.Options;
using Npgsql;
using SignalRChat.Services.Messages;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The log of all rooms in a PostgreSQL database that several nodes share.</summary>
internal sealed class PostgresMessageStore(
    PostgresDatabase database,
    IOptions<ConnectionStringOptions> connection,
    IOptions<PostgresOptions> options,
    ILogger<PostgresMessageStore> logger) : IMessageStore
{
    private string? _epoch;

    public bool CommitsOnCallersThread => false;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var settings = PostgresConnection.ForMigrations(connection.Value.Postgres!);
        StorageLog.Migrated(logger, await PostgresMigrations.RunAsync(settings, options.Value.MigrationWait, logger, cancellationToken));
    }

    /// <summary>Read once: a database is restored while no node runs on it.</summary>
    public async Task<string> ReadEpochAsync(CancellationToken cancellationToken) => _epoch ??= await database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.Epoch, session);
            return (string)(await command.ExecuteScalarAsync(cancel))!;
        },
        cancellationToken);

    public async Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken)
    {
        var epoch = await ReadEpochAsync(cancellationToken);
        return await database.WriteAsync((session, cancel) => PostgresCommit.RunAsync(session, batch, epoch, now, cancel), cancellationToken);
    }

    public async Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            async (session, cancel) =>
            {
                await using var batch = new NpgsqlBatch(session);
                batch.Add(PostgresStatements.Updates).With(room).With(after).With((long)limit);
                batch.Add(PostgresStatements.Removals).With(room).With(after).With((long)limit);
                return await PostgresPages.UpdatesAndRemovalsAsync(batch, after, limit, cancel) ?? new UpdatePage([], 0, 0);
            },
            cancellationToken);

    public Task<UpdatePage?> ReadUpdatesAsync(string room, string userId, long after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.UpdatesForMember, session).With(room).With(after).With((long)limit).With(userId);
            return await PostgresPages.UpdatesAsync(command, after, limit, cancel);
        },
        cancellationToken);

    public Task<HistoryPage?> ReadHistoryAsync(string room, string userId, long? before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.HistoryForMember, session)
                .With(room).With(before ?? long.MaxValue).With(limit + 1L).With(userId);
            return await PostgresPages.HistoryAsync(command, limit, cancel);
        },
        cancellationToken);

    public Task<long[]> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            var heads = new long[rooms.Count];
            await using var command = new NpgsqlCommand(PostgresStatements.Heads, session).With<string[]>([.. rooms]);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) heads[reader.GetInt64(0) - 1] = reader.GetInt64(1);
            return heads;
        },
        cancellationToken);
}
