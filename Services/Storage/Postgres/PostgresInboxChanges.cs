using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Reads whose inboxes changed. Unlike <see cref="PostgresChanges"/> it keeps no list: the row of an inbox has its latest transaction.
/// </summary>
internal sealed class PostgresInboxChanges(PostgresDatabase database, TimeProvider time)
{
    // With more, to look at all inboxes that the node follows costs less.
    private const int Most = 10_000;

    public async Task<ChangedInboxes> ReadAsync(string? place, CancellationToken cancellationToken)
    {
        var (at, before) = (time.GetTimestamp(), SnapshotPlace.Parse(place));
        var (epoch, now, users) = await database.ReadAsync(
            (session, cancel) => ReadAsync(session, at, before?.Snapshot, cancel), cancellationToken);
        return new(epoch, now.ToString(), now.Continues(before, time) ? users : null);
    }

    private static async Task<(string Epoch, SnapshotPlace Now, List<string>? Users)> ReadAsync(
        NpgsqlConnection session, long at, string? before, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(PostgresStatements.InboxChanges, session).With(before).With(Most + 1L);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (epoch, now) = (reader.ReadEpoch(0), new SnapshotPlace(at, reader.GetString(1), reader.GetString(2)));
        var users = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            users.Add(reader.GetString(3));
        return (epoch, now, users.Count < Most ? users : null);
    }
}
