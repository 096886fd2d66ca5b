using System.Runtime.ExceptionServices;
using DbUp;
using Microsoft.Extensions.Options;
using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Runs the scripts in <c>Migrations</c> that this database has not seen, each in a transaction of its own, one node at a time.</summary>
internal static class PostgresMigrations
{
    // One number for this server's schema in a database it may share: "SignalRC" in ASCII.
    private const long Lock = 0x5369676E616C5243;

    /// <summary>Answers how many scripts were run.</summary>
    /// <exception cref="StorageUnavailableException">The database went away meanwhile.</exception>
    /// <exception cref="OptionsValidationException">Another node took longer than <paramref name="wait"/>.</exception>
    public static async Task<int> RunAsync(NpgsqlConnectionStringBuilder settings, TimeSpan wait, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await TakeLockAsync(connection, wait, logger, cancellationToken);
            var count = Upgrade(settings.ConnectionString);
            // Where something failed the end of the session is the end of the lock: the failure is what is to be told.
            await RunAsync(connection, $"SELECT pg_advisory_unlock({Lock})", CancellationToken.None);
            return count;
        }
        catch (Exception error) when (PostgresErrors.IsLockTimeout(error))
        {
            var sentence = Sentence($"is being brought up to date by another node for longer than {PostgresOptions.SectionName}:{nameof(PostgresOptions.MigrationWait)} ({wait}).");
            throw new OptionsValidationException(PostgresOptions.SectionName, typeof(PostgresOptions), [sentence]);
        }
        catch (Exception error) when (PostgresErrors.IsUnavailable(error))
        {
            throw new StorageUnavailableException(Sentence($"went away while it was brought up to date: {PostgresErrors.Reason(error)}"), error);
        }

        string Sentence(string what) => $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Postgres)} names a database that at {settings.Host}:{settings.Port} {what}";
    }

    private static async Task TakeLockAsync(NpgsqlConnection connection, TimeSpan wait, ILogger logger, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Lock})", connection);
        if (await take.ExecuteScalarAsync(cancellationToken) is true)
            return;
        StorageLog.WaitingForMigration(logger, wait);
        await RunAsync(connection, $"SET lock_timeout = {(long)wait.TotalMilliseconds}", cancellationToken);
        await RunAsync(connection, $"SELECT pg_advisory_lock({Lock})", cancellationToken);
    }

    private static int Upgrade(string connectionString)
    {
        var result = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .JournalToPostgresqlTable(null, "schema_versions")
            .WithScripts(MigrationScripts.Of("Postgres"))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (result.Successful)
            return result.Scripts.Count();
        if (PostgresErrors.IsUnavailable(result.Error))
            ExceptionDispatchInfo.Throw(result.Error);
        throw new InvalidOperationException($"The migration {result.ErrorScript?.Name} of the database failed.", result.Error);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
