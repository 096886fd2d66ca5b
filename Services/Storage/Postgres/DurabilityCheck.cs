using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Checks every new session, not only at the start. A server may restart with other settings, or its address may lead to a
/// standby after a failover. A pooler between could also have dropped the settings that the session requested.
/// </summary>
internal static class DurabilityCheck
{
    private const string Query =
        """
        SELECT 'standby' AS name, 'on' AS setting WHERE pg_is_in_recovery()
        UNION ALL
        SELECT name, setting FROM pg_settings
        WHERE (name IN ('fsync', 'full_page_writes') AND setting <> 'on')
           OR (name = 'synchronous_commit' AND setting NOT IN ('on', 'remote_apply'))
           OR (name = 'idle_in_transaction_session_timeout' AND setting = '0')
        ORDER BY name LIMIT 1
        """;

    public static void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Query, connection);
        using var rows = command.ExecuteReader();
        if (rows.Read())
            throw Unsafe(rows);
    }

    public static async Task CheckAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        await using var rows = await command.ExecuteReaderAsync();
        if (await rows.ReadAsync())
            throw Unsafe(rows);
    }

    private static UnsafeDatabaseException Unsafe(NpgsqlDataReader row) => row.GetString(0) switch
    {
        "idle_in_transaction_session_timeout" =>
            new("drops the settings of a session (a pooler that shares sessions?): "
                + "a frozen node would keep its rooms locked"),
        "standby" => new("is a standby and does not accept changes; expected the primary") { MayPass = true },
        var name => new($"has {name} = {row.GetString(1)} and could lose acknowledged changes; expected on"),
    };
}
