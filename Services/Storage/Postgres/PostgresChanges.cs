using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Reads which rooms were changed. A place is a snapshot of the database: the next read returns what it did not see. Rows are kept
/// for at least twice as long as a place is good for, on every node.
/// </summary>
internal sealed class PostgresChanges(PostgresDatabase database, TimeProvider time)
{
    // With more, the heads of all rooms on the node cost less.
    private const int Most = 10_000;

    private static readonly TimeSpan _keptFor = 2 * SnapshotPlace.GoodFor;

    // A class, because several callers read at the same time.
    private Kept? _kept;

    public async Task<ChangedRooms?> ReadAsync(string? place, CancellationToken cancellationToken)
    {
        await ForgetAsync(cancellationToken);
        var at = time.GetTimestamp();
        var before = SnapshotPlace.Parse(place);
        var (epoch, now, rooms) = await database.ReadAsync(
            (session, cancel) => ReadAsync(session, at, before?.Snapshot, cancel), cancellationToken);
        _kept ??= new(at, now.Snapshot);
        return new(epoch, now.ToString(), now.Continues(before, time) ? rooms : null);
    }

    private static async Task<(string Epoch, SnapshotPlace Now, List<string>? Rooms)> ReadAsync(
        NpgsqlConnection session, long at, string? before, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PostgresStatements.Changes, session).With(before).With(Most + 1L);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (epoch, now) = (reader.ReadEpoch(0), new SnapshotPlace(at, reader.GetString(1), reader.GetString(2)));
        var rooms = new List<string>();
        var count = 0;
        for (; await reader.ReadAsync(cancellationToken); count++)
            rooms.AddRange(reader.GetFieldValue<string[]>(3));
        return (epoch, now, count < Most ? rooms : null);
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
