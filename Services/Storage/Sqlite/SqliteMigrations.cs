using DbUp;
using Microsoft.Data.Sqlite;

namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>Runs the scripts in <c>Migrations</c> that this database has not seen, each in a transaction.</summary>
internal static class SqliteMigrations
{
    private static readonly IReadOnlyList<MigrationScript> _scripts = MigrationScripts.Of("Sqlite");

    /// <summary>Returns how many scripts ran.</summary>
    public static int Run(string connectionString)
    {
        Check(connectionString);
        var result = DeployChanges.To
            .SqliteDatabase(connectionString)
            .JournalToSqliteTable("schema_versions")
            .WithScripts(_scripts.Select(script => script.ForDbUp()))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        return result switch
        {
            { Successful: true } => result.Scripts.Count(),
            { Error: SqliteException error } when SqliteErrors.IsUnavailable(error) => throw error,
            _ => throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} of the database failed.", result.Error),
        };
    }

    /// <exception cref="OptionsValidationException">The schema is newer than this version: one sentence that names the setting.</exception>
    public static void Check(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        if (Read(connection).Refusal(_scripts) is not { } newer)
            return;
        const string Key = $"{StorageOptions.SectionName}:{nameof(StorageOptions.DataDirectory)}";
        throw new OptionsValidationException(
            StorageOptions.SectionName, typeof(StorageOptions),
            [$"{Key} is {Path.GetDirectoryName(connection.DataSource)}, whose database {newer}"]);
    }

    private static SchemaVersion Read(SqliteConnection connection)
    {
        if (Find(connection, "SELECT 1 FROM sqlite_schema WHERE name = 'schema_versions'") is null)
            return default;
        var newest = Find(connection, "SELECT max(ScriptName) FROM schema_versions") as string;
        var hasMinimum = Find(connection, "SELECT 1 FROM pragma_table_info('meta') WHERE name = 'minimum_reader'") is not null;
        return new(newest, hasMinimum ? (int?)(long?)Find(connection, "SELECT minimum_reader FROM meta") : null);
    }

    private static object? Find(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is { } found and not DBNull ? found : null;
    }
}
