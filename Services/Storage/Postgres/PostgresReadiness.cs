using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Waits at the start for a database that is not up yet, and rejects one that would not keep committed changes.</summary>
internal sealed class PostgresReadiness(
    PostgresDatabase database, IOptions<PostgresOptions> options, TimeProvider time, ILogger<PostgresReadiness> logger) : IStorageGate
{
    private const string Key = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Postgres)}";
    private const int OldestVersion = 13;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(2);

    private string Server => $"{database.Settings.Host}:{database.Settings.Port}";

    public string Place => $"PostgreSQL at {Server}";

    /// <inheritdoc/>
    public async Task<string?> AskOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(mustTakeChanges: true, cancellationToken);
            return null;
        }
        catch (Exception error) when (PostgresErrors.MayComeYet(error))
        {
            return PostgresErrors.Reason(error);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(mustTakeChanges: false, cancellationToken);
            return true;
        }
        catch (Exception error) when (PostgresErrors.MayComeYet(error))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task OpenAsync(bool mustTakeChanges, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        string? said = null;
        for (var pause = _firstPause; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, _longestPause.Ticks)))
        {
            try
            {
                await AskAsync(mustTakeChanges, cancellationToken);
                return;
            }
            catch (Exception error) when (PostgresErrors.MayComeYet(error) && IsWaitedFor(time.GetElapsedTime(start) + pause))
            {
                // A server that is gone, then a standby in its place: the operator has to see both.
                var reason = PostgresErrors.Reason(error);
                if (reason != said)
                    LogWait(reason);
                said = reason;
                await Task.Delay(pause, time, cancellationToken);
            }
            catch (Exception error) when (PostgresErrors.MayComeYet(error))
            {
                throw error is UnsafeDatabaseException readOnly ? Unsafe(readOnly) : Unusable(error);
            }
        }
    }

    private bool IsWaitedFor(TimeSpan waited) => options.Value.WaitsWithoutEnd || waited <= options.Value.StartWait;

    private void LogWait(string reason)
    {
        if (options.Value.WaitsWithoutEnd)
            StorageLog.WaitingWithoutEnd(logger, Server, reason);
        else
            StorageLog.Waiting(logger, Server, reason, options.Value.StartWait);
    }

    /// <summary>Rejects a problem that waiting does not solve, and passes on one that may be temporary.</summary>
    private async Task AskAsync(bool mustTakeChanges, CancellationToken cancellationToken)
    {
        try
        {
            await database.TryAsync(connection => CheckAsync(connection, mustTakeChanges), cancellationToken);
        }
        catch (UnsafeDatabaseException error) when (!error.MayPass)
        {
            throw Unsafe(error);
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error) && !PostgresErrors.MayComeYet(error))
        {
            throw Unusable(error);
        }
    }

    private async Task CheckAsync(NpgsqlConnection connection, bool mustTakeChanges)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
            throw new UnsafeDatabaseException($"is PostgreSQL {connection.PostgreSqlVersion}; expected {OldestVersion} or newer");

        await using var command = new NpgsqlCommand("SHOW server_encoding", connection);
        if ((string?)await command.ExecuteScalarAsync() is var encoding and not "UTF8")
            throw new UnsafeDatabaseException($"stores this database in {encoding}; expected UTF8");
        await CheckTimelineAsync(connection);
        if (mustTakeChanges)
            await CheckTakesChangesAsync(connection);
        StorageLog.Connected(logger, connection.Database, Server, connection.PostgreSqlVersion.ToString());
    }

    private static async Task CheckTakesChangesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SHOW transaction_read_only", connection);
        if (await command.ExecuteScalarAsync() is not "on")
            return;
        throw new UnsafeDatabaseException("does not accept changes (transaction_read_only is on); expected off") { MayPass = true };
    }

    /// <summary>Every statement of the store reads the timeline: without it nothing works, and a migration would fail with it.</summary>
    private static async Task CheckTimelineAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand(PostgresStatements.ReadTimeline, connection);
            await command.ExecuteScalarAsync();
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.ObjectNotInPrerequisiteState
            or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.FeatureNotSupported)
        {
            throw new UnsafeDatabaseException(
                $"does not report its timeline, so a failover would go unnoticed ({PostgresErrors.Reason(error)}); expected EXECUTE on "
                + "pg_current_wal_insert_lsn, pg_walfile_name and pg_control_system; on Amazon Aurora also rds.logical_replication = 1");
        }
    }

    private OptionsValidationException Unsafe(UnsafeDatabaseException error) =>
        Refusal($"{Key} names a server ({Server}) that {error.Message}.");

    private OptionsValidationException Unusable(Exception error) =>
        Refusal($"{Key} names a database that cannot be used at {Server}: {PostgresErrors.Reason(error)}");

    private static OptionsValidationException Refusal(string sentence) =>
        new(ConnectionStringOptions.SectionName, typeof(ConnectionStringOptions), [sentence]);
}
