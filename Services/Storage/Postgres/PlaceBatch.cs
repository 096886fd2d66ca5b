using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads <see cref="PlaceRows"/>; a batch in which no user becomes a member adds no reads.</summary>
internal static class PlaceBatch
{
    public static void AskPlaces(this NpgsqlBatch batch, BatchLookup keys)
    {
        if (keys.EnteringIds.Length == 0)
            return;
        batch.Add(PostgresStatements.CountRooms).With(keys.EnteringIds);
        batch.Add(PostgresStatements.CountInRooms).With(keys.EnteredRooms);
    }

    public static async Task LoadPlacesAsync(
        this NpgsqlDataReader reader, BatchLookup keys, PlaceRows rows, CancellationToken cancellationToken)
    {
        if (keys.EnteringIds.Length == 0)
            return;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadRooms(reader.GetString(0), (int)reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.LoadMembers(reader.GetInt64(0), reader.GetInt32(1));
    }
}
