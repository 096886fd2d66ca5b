using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Frees rooms that a frozen or unreachable node holds in the middle of its message to the server. The server's own time-out is
/// for sessions between two messages; one that waits for the rest of a message would wait for ever. Every session of the same
/// user may end another.
/// </summary>
internal sealed class StuckTransactionReaper(NpgsqlDataSource source, TimeSpan patience, ILogger logger)
{
    private const string Query =
        """
        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
          AND wait_event = 'ClientRead' AND xact_start IS NOT NULL AND state_change < clock_timestamp() - $1
        """;

    /// <summary>Called when a room did not become free in time. The caller reports the room as held either way.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand(Query);
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = patience });
            var ended = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            if (ended > 0)
                StorageLog.EndedStuck(logger, ended);
        }
        catch (Exception error) when (error is NpgsqlException || PostgresErrors.IsUnavailable(error))
        {
            StorageLog.StuckNotEnded(logger, PostgresErrors.Reason(error), error);
        }
    }
}
