using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads the schema state of a PostgreSQL database.</summary>
internal static class PostgresSchema
{
    private const string HasJournal = "SELECT to_regclass('schema_versions') IS NOT NULL";

    // As JSON, because an older schema does not have the column.
    private const string Version =
        """
        SELECT (SELECT max(scriptname COLLATE "C") FROM schema_versions),
               (SELECT (to_jsonb(meta) ->> 'minimum_reader')::integer FROM meta)
        """;

    public static async Task<SchemaVersion> ReadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var journal = new NpgsqlCommand(HasJournal, session);
        if (await journal.ExecuteScalarAsync(cancellationToken) is not true)
            return default;
        await using var version = new NpgsqlCommand(Version, session);
        await using var row = await version.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new(row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetInt32(1));
    }

    /// <summary>The names of the scripts that the database has seen.</summary>
    public static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        HashSet<string> applied = [];
        await using var journal = new NpgsqlCommand(HasJournal, session);
        if (await journal.ExecuteScalarAsync(cancellationToken) is not true)
            return applied;
        await using var names = new NpgsqlCommand("SELECT scriptname FROM schema_versions", session);
        await using var rows = await names.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            applied.Add(rows.GetString(0));
        return applied;
    }
}
