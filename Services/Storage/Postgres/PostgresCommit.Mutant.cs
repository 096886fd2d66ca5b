#if MUTANTS
using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// "identity": revisions are given out as an identity column does it, outside the transaction, so that a later one may be
/// committed before an earlier one.
/// </summary>
internal sealed partial class PostgresCommit
{
    private const string Reserve = "UPDATE rooms SET last_revision = last_revision + $2 WHERE name = ANY ($1) RETURNING name, last_revision - $2";
    private static readonly TimeSpan _longestPause = TimeSpan.FromMilliseconds(30);

    private async Task<BatchResult> RunAsIdentityAsync(CancellationToken cancellationToken)
    {
        var keys = new BatchLookup(commands);
        var rows = await LoadAsync(keys, cancellationToken);
        await using (var free = new NpgsqlCommand(PostgresStatements.Commit, connection))
            await free.ExecuteNonQueryAsync(cancellationToken);
        await using (var reserve = new NpgsqlCommand(Reserve, connection) { Parameters = { new() { Value = keys.Rooms }, new() { Value = (long)commands.Count } } })
        await using (var reserved = await reserve.ExecuteReaderAsync(cancellationToken))
        {
            while (await reserved.ReadAsync(cancellationToken)) rows.Renumber(reserved.GetString(0), reserved.GetInt64(1));
        }

        var result = new RoomBatch(rows, rows.Epoch ?? "", now).Apply(commands);
        rows.Heads.Clear();
        await Task.Delay(_longestPause * (now % 100 / 100.0), cancellationToken);
        await using (var begin = new NpgsqlCommand(PostgresStatements.Begin, connection))
            await begin.ExecuteNonQueryAsync(cancellationToken);
        await StoreAsync(rows, cancellationToken);
        return result;
    }
}
#endif
