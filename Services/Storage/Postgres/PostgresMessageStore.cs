using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The changes of all rooms in a PostgreSQL database that several nodes share.</summary>
internal sealed class PostgresMessageStore(
    PostgresDatabase database,
    IOptions<ConnectionStringOptions> connection,
    IOptions<PostgresOptions> options,
    TimeProvider time,
    ILogger<PostgresMessageStore> logger) : IMessageStore
{
    private static readonly IReadOnlyList<MigrationScript> _scripts = MigrationScripts.Of("Postgres");

    private const int MostSideWriters = 6;

    private readonly PostgresChanges _changes = new(database, time);

    public bool CommitsOnCallersThread => false;

    /// <summary>A part of the pool: the command queue's own batch and the readers must never wait for a session.</summary>
    public int SideWriters => Math.Clamp(database.Settings.MaxPoolSize / 3, 1, MostSideWriters);

    public TimeSpan LongestRoomWait => options.Value.LockTimeout;

    public async Task CheckSchemaAsync(CancellationToken cancellationToken)
    {
        var schema = await database.ReadAsync(PostgresSchema.ReadAsync, cancellationToken);
        if (schema.Refusal(_scripts) is { } newer)
            throw PostgresMigrations.Refusal(database.Settings, newer);
    }

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var settings = PostgresConnection.ForMigrations(connection.Value.Postgres!);
        var migrations = new PostgresMigrations(settings, _scripts, options.Value.MigrationWait, time, logger);
        StorageLog.Migrated(logger, await migrations.RunAsync(cancellationToken));
        // A dump that was restored elsewhere has another past: nothing may be stored under its epoch.
        await ReadHeadsAsync([], cancellationToken);
    }

    public Task BeginEpochAsync(string lost, CancellationToken cancellationToken) => database.WriteAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.BeginEpoch, session).With(lost);
            return await command.ExecuteNonQueryAsync(cancel);
        },
        cancellationToken);

    public Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken) =>
        CommitWithinAsync(batch, now, LongestRoomWait, cancellationToken);

    public Task<BatchResult> CommitWithinAsync(
        IReadOnlyList<RoomCommand> batch, long now, TimeSpan roomWait, CancellationToken cancellationToken) =>
        database.WriteAsync(
            (session, cancel) =>
                new PostgresCommit(session, batch, now, waits: true) { LockTimeout = ShorterThanTheSessions(roomWait) }.RunAsync(cancel),
            cancellationToken);

    public Task<BatchResult> CommitFreeRoomsAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken) =>
        database.WriteAsync((session, cancel) => new PostgresCommit(session, batch, now, waits: false).RunAsync(cancel), cancellationToken);

    public async Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            async (session, cancel) =>
            {
                await using var batch = new NpgsqlBatch(session);
                batch.Add(PostgresStatements.Updates).With(room).With(after).With((long)limit);
                return await PostgresPages.UpdatesAsync(batch, room, after, limit, cancel) ?? new UpdatePage(null, [], 0, 0);
            },
            cancellationToken);

    public Task<UpdatePage?> ReadUpdatesAsync(
        string room, string userId, long after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var batch = new NpgsqlBatch(session);
            batch.Add(PostgresStatements.UpdatesForMember).With(room).With(after).With((long)limit).With(userId);
            return await PostgresPages.UpdatesAsync(batch, room, after, limit, cancel);
        },
        cancellationToken);

    public Task<HistoryPage?> ReadHistoryAsync(
        string room, string userId, long? before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var batch = new NpgsqlBatch(session);
            // The settings must be no newer than the head: the user may have been removed between the two.
            if (before is null)
                batch.Add(PostgresStatements.BeginSnapshot);
            batch.Add(PostgresStatements.HistoryForMember).With(room).With(before ?? long.MaxValue).With(limit + 1L).With(userId);
            batch.Add(PostgresStatements.HistoryReactions).With(room).With(before ?? long.MaxValue).With((long)limit);
            if (before is null)
            {
                batch.Add(PostgresStatements.Settings).With(room).With(-1L);
                batch.Add(PostgresStatements.Commit);
            }
            return await PostgresPages.HistoryAsync(batch, limit, hasInfo: before is null, cancel);
        },
        cancellationToken);

    public Task<RoomHeads> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            var heads = new long[rooms.Count];
            await using var command = new NpgsqlCommand(PostgresStatements.Heads, session).With<string[]>([.. rooms]);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            var epoch = reader.ReadEpoch(0);
            while (await reader.ReadAsync(cancel))
                heads[reader.GetInt64(1) - 1] = reader.GetInt64(2);
            return new RoomHeads(epoch, heads);
        },
        cancellationToken);

    public Task<ChangedRooms?> ReadChangesAsync(string? place, CancellationToken cancellationToken) =>
        _changes.ReadAsync(place, cancellationToken);

    /// <summary>In steps, so that there are few statements that set it; null if the session's own is as good.</summary>
    private TimeSpan? ShorterThanTheSessions(TimeSpan wait)
    {
        var rounded = TimeSpan.FromMilliseconds(100 * Math.Ceiling(wait.TotalMilliseconds / 100));
        return rounded < LongestRoomWait ? rounded : null;
    }
}
