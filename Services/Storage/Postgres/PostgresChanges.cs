using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Reads which rooms were changed. A place is a snapshot of the database: the next read returns what it did not see. Rows are kept
/// for at least twice as long as a place is good for, on every node.
/// </summary>
internal sealed class PostgresChanges(PostgresDatabase database, TimeProvider time)
{
    private static readonly TimeSpan _keptFor = 2 * SnapshotPlace.GoodFor;

    // A class, because several callers read at the same time.
    private Kept? _kept;

    public async Task<ChangedRooms?> ReadAsync(string? place, CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        var changes = await PostgresChangeList.ReadAsync(
            database,
            PostgresStatements.Changes,
            place,
            (row, rooms) => rooms.AddRange(row.GetFieldValue<string[]>(3)),
            time,
            cancellationToken);
        _kept ??= new(changes.Place.At, changes.Place.Snapshot);
        return new(changes.Epoch, changes.Place.ToString(), changes.Names);
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (_kept is not { } kept || time.GetElapsedTime(kept.At) < _keptFor)
            return;
        _kept = null;
        await database.WriteAsync(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(PostgresStatements.ForgetChanges, session).With(kept.Snapshot);
                return await command.ExecuteNonQueryAsync(cancel);
            },
            cancellationToken);
    }

    private sealed record Kept(long At, string Snapshot);
}
