using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The readers of all rooms in the PostgreSQL database.</summary>
internal sealed class PostgresEventStore(PostgresDatabase database) : IEventStore
{
    public Task<FoundReader> FindReaderAsync(Guid readerId, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.FindReader, session).With(readerId);
            var rows = await command.ReadAllAsync(
                row => new FoundReader(row.ReadEpoch(0), row.IsDBNull(1) ? null : EventReaderRows.Read(row, 1)), cancel);
            return rows[0];
        },
        cancellationToken);

    public Task<IReadOnlyList<EventRange>> FindBeyondAsync(
        Guid readerId, IReadOnlyCollection<string> rooms, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<EventRange>>(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.FindBeyond, session)
                    .With(readerId).With<string[]>([.. rooms]);
                return await command.ReadAllAsync(ReadRange, cancel);
            },
            cancellationToken);

    public Task<EventWalk> WalkAsync(Guid readerId, long afterId, int count, CancellationToken cancellationToken) => database.ReadAsync(
        async (session, cancel) =>
        {
            await using var command = new NpgsqlCommand(PostgresStatements.WalkRooms, session)
                .With(readerId).With(afterId).With((long)count);
            var part = await command.ReadAllAsync(ReadRange, cancel);
            return new EventWalk(part.FindAll(range => range.Through > range.After), part.Count < count ? null : part[^1].RoomId);
        },
        cancellationToken);

    public Task<bool> ForgetReadersAsync(long usedBefore, int most, CancellationToken cancellationToken) => database.WriteAsync(
        async (session, cancel) =>
        {
            // Without a statement that begins a transaction, the batch is one.
            await using var batch = new NpgsqlBatch(session);
            batch.Add(PostgresStatements.ExpireReaders).With(usedBefore);
            var places = batch.Add(PostgresStatements.ForgetPlaces).With((long)most);
            batch.Add(PostgresStatements.ForgetReaders);
            await batch.ExecuteNonQueryAsync(cancel);
            return places.RecordsAffected == most;
        },
        cancellationToken);

    private static EventRange ReadRange(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3));
}
