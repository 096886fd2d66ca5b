using DbUp;
using Microsoft.Data.Sqlite;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Runs the scripts in <c>Migrations</c> that this database has not seen, each in a transaction of its own.</summary>
internal static class SqliteMigrations
{
    /// <summary>Answers how many scripts were run.</summary>
    public static int Run(string connectionString)
    {
        var result = DeployChanges.To
            .SqliteDatabase(connectionString)
            .JournalToSqliteTable("schema_versions")
            .WithScripts(MigrationScripts.Of("Sqlite"))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        return result switch
        {
            { Successful: true } => result.Scripts.Count(),
            { Error: SqliteException error } when SqliteErrors.IsUnavailable(error) => throw error,
            _ => throw new InvalidOperationException($"The migration {result.ErrorScript?.Name} of the database failed.", result.Error),
        };
    }
}
