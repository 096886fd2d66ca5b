using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads <see cref="PlaceRows"/>; a batch in which no user becomes a member adds no reads.</summary>
internal static class PlaceBatch
{
    /// <summary>
    /// More rooms than a user enters in transactions that run at the same time: that far from the limit a user takes no lock.
    /// </summary>
    private const int AtOnce = 256;

    public static void AskPlaces(this NpgsqlBatch batch, BatchLookup keys)
    {
        if (keys.EnteredRooms.Length == 0)
            return;
        batch.Add(PostgresStatements.LockEntering).With(keys.EnteringIds).With(Math.Max(0, keys.MostRooms - AtOnce));
        // A separate statement: it sees what the previous holders of the locks have committed.
        batch.Add(PostgresStatements.CountRooms).With(keys.EnteringIds).With(keys.MostRooms);
        batch.Add(PostgresStatements.CountOldRooms).With(keys.EnteredRooms);
        batch.Add(PostgresStatements.CountInRooms).With(keys.EnteredRooms);
    }

    public static async Task LoadPlacesAsync(
        this NpgsqlDataReader reader, BatchLookup keys, PlaceRows rows, CancellationToken cancellationToken)
    {
        if (keys.EnteredRooms.Length == 0)
            return;
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadRooms(reader.GetString(0), (int)reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadMembers(reader.GetInt64(0), reader.GetInt32(1));
    }
}
