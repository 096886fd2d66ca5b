using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Reads what transactions changed since a snapshot. The first row of such a statement has the epoch and the new snapshot.
/// </summary>
/// <param name="Epoch">The epoch of the database in the same snapshot.</param>
/// <param name="Place">The place from which the next read continues.</param>
/// <param name="Names">The names of the changed ones; null if any may have changed.</param>
internal readonly record struct PostgresChangeList(string Epoch, SnapshotPlace Place, List<string>? Names)
{
    // With more, to look at everything that the node follows costs less.
    private const int Most = 10_000;

    /// <param name="database">The database.</param>
    /// <param name="statement">The statement, for the earlier snapshot and a limit of rows.</param>
    /// <param name="place">The place of the read before; null for the first one.</param>
    /// <param name="add">Takes a row: its names are in column 3.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<PostgresChangeList> ReadAsync(
        PostgresDatabase database,
        string statement,
        string? place,
        Action<NpgsqlDataReader, List<string>> add,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var (at, before) = (time.GetTimestamp(), SnapshotPlace.Parse(place));
        return database.ReadAsync(
            async (session, cancel) =>
            {
                await using var command = new NpgsqlCommand(statement, session).With(before?.Snapshot).With(Most + 1L);
                await using var reader = await command.ExecuteReaderAsync(cancel);
                await reader.ReadAsync(cancel);
                var (epoch, now) = (reader.ReadEpoch(0), new SnapshotPlace(at, reader.GetString(1), reader.GetString(2)));
                var (names, count) = (new List<string>(), 0);
                for (; await reader.ReadAsync(cancel); count++)
                    add(reader, names);
                return new PostgresChangeList(epoch, now, count < Most && now.Continues(before, time) ? names : null);
            },
            cancellationToken);
    }
}
