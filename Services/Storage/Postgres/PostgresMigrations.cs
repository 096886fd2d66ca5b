using System.Runtime.ExceptionServices;
using DbUp;
using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>
/// Runs the scripts that this database has not seen, one node at a time: each in a transaction, and those that build an index
/// beside the work of other nodes outside of one.
/// </summary>
internal sealed class PostgresMigrations(
    NpgsqlConnectionStringBuilder settings, IReadOnlyList<MigrationScript> scripts, TimeSpan wait, TimeProvider time, ILogger logger)
{
    // One number for this server's schema in a database it may share: "SignalRC" in ASCII.
    private const long Lock = 0x5369676E616C5243;

    /// <summary>By this name the sessions that run scripts are found when the node stops in the midst of one.</summary>
    private const string ApplicationName = "signalrchat-migration";

    // While a script waits for a table, all that others do with the table waits behind it. Longer than PostgreSQL's
    // deadlock_timeout of 1 s: after that an autovacuum gives way.
    private const string LockTimeout = "-c lock_timeout=2s";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _tablePause = TimeSpan.FromSeconds(5);

    /// <summary>Returns how many scripts ran.</summary>
    /// <exception cref="StorageUnavailableException">The database became unavailable meanwhile.</exception>
    /// <exception cref="OptionsValidationException">Another node took too long, or the schema is newer than this version.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await TakeLockAsync(connection, cancellationToken);
            var schema = await PostgresSchema.ReadAsync(connection, cancellationToken);
            if (schema.Refusal(scripts) is { } newer)
                throw Refusal(settings, newer);
            var count = await RunPendingAsync(connection, cancellationToken);
            // After a failure the lock ends with the session: the operator must see the failure.
            await RunAsync(connection, $"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
            return count;
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw new StorageUnavailableException(
                Sentence(settings, $"became unavailable during a migration: {PostgresErrors.Reason(error)}"), error);
        }
    }

    public static OptionsValidationException Refusal(NpgsqlConnectionStringBuilder settings, string what) =>
        new(ConnectionStringOptions.SectionName, typeof(ConnectionStringOptions), [Sentence(settings, what)]);

    private static string Sentence(NpgsqlConnectionStringBuilder settings, string what) =>
        $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Postgres)} names a database that at "
        + $"{settings.Host}:{settings.Port} {what}";

    // By asking again and again: a statement that waits for the lock would hold a snapshot, and the index that the other node
    // builds waits for all older ones.
    private async Task TakeLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            await using var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", connection);
            if (await take.ExecuteScalarAsync(cancellationToken) is true)
                return;
            if (isFirst)
                StorageLog.WaitingForMigration(logger, wait);
            if (time.GetElapsedTime(start) + _pause > wait)
            {
                const string Key = $"{PostgresOptions.SectionName}:{nameof(PostgresOptions.MigrationWait)}";
                throw Refusal(settings, $"is being migrated by another node for longer than {Key} ({wait}).");
            }

            await Task.Delay(_pause, time, cancellationToken);
        }
    }

    private async Task<int> RunPendingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await PostgresSchema.AppliedAsync(connection, cancellationToken);
        var count = 0;
        foreach (var script in scripts)
        {
            if (applied.Contains(script.Name))
                continue;
            StorageLog.Migrating(logger, script.Name);
            if (script.IsConcurrent)
                await BuildIndexAsync(connection, script, cancellationToken);
            else
                await RunInTransactionAsync(connection, script, cancellationToken);
            count++;
        }

        return count;
    }

    /// <summary>
    /// Builds the index in the session that holds the lock: if this node dies, the lock is held until PostgreSQL has stopped the build. An
    /// interrupted build leaves an invalid index, which costs every write and serves no read: it is dropped and built again.
    /// </summary>
    private static async Task BuildIndexAsync(NpgsqlConnection connection, MigrationScript script, CancellationToken cancellationToken)
    {
        try
        {
            await using var find = new NpgsqlCommand(
                "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND NOT indisvalid)", connection)
                .With(script.IndexName);
            if (await find.ExecuteScalarAsync(cancellationToken) is true)
                await RunAsync(connection, $"DROP INDEX CONCURRENTLY {script.IndexName}", cancellationToken);
            await RunAsync(connection, script.Sql, cancellationToken);
            await using var note = new NpgsqlCommand(
                "INSERT INTO schema_versions (scriptname, applied) VALUES ($1, now() AT TIME ZONE 'UTC')", connection)
                .With(script.Name);
            await note.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (!PostgresErrors.IsUnavailable(error))
        {
            throw Failed(script.Name, error);
        }
    }

    /// <summary>
    /// A table that a dump or a long query reads is tried again and again, without an end: only the operator can end what uses it.
    /// </summary>
    private async Task RunInTransactionAsync(NpgsqlConnection connection, MigrationScript script, CancellationToken cancellationToken)
    {
        for (var isFirst = true; !await TryRunInTransactionAsync(connection, script, cancellationToken); isFirst = false)
        {
            if (isFirst)
                StorageLog.TableInUse(logger, script.Name, _tablePause);
            await Task.Delay(_tablePause, time, cancellationToken);
        }
    }

    private async Task<bool> TryRunInTransactionAsync(
        NpgsqlConnection connection, MigrationScript script, CancellationToken cancellationToken)
    {
        try
        {
            // It cannot be cancelled, and the node must still be able to stop.
            return await Task.Run(() => TryUpgrade(script), CancellationToken.None).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Otherwise it would continue, and hold its tables, for as long as its statement takes.
            const string End = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                + $"WHERE application_name = '{ApplicationName}' AND datname = current_database()";
            await RunAsync(connection, End, CancellationToken.None);
            throw;
        }
    }

    /// <summary>False if something else has locked a table for too long: then nothing is changed.</summary>
    private bool TryUpgrade(MigrationScript script)
    {
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { ApplicationName = ApplicationName };
        own.Options = $"{own.Options} {LockTimeout}";
        var result = DeployChanges.To
            .PostgresqlDatabase(own.ConnectionString)
            .JournalToPostgresqlTable(null, "schema_versions")
            .WithScripts(script.ForDbUp())
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (result.Successful)
            return true;
        if (PostgresErrors.IsLockTimeout(result.Error))
            return false;
        if (PostgresErrors.IsUnavailable(result.Error))
            ExceptionDispatchInfo.Throw(result.Error);
        throw Failed(script.Name, result.Error);
    }

    private static InvalidOperationException Failed(string script, Exception error) =>
        new($"Migration {script} of the database failed.", error);

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
