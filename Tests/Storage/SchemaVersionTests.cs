using Microsoft.Data.Sqlite;
using Npgsql;
using SignalRChat.Services.Storage;
using SignalRChat.Tests.Storage.Postgres;
using SignalRChat.Tests.Storage.Sqlite;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

/// <summary>
/// Regression: an older server started silently on the schema of a newer one, and wrote by rules that the newer one had
/// changed.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class SchemaVersionTests(PostgresFixture shared) : IDisposable
{
    private const string Newer = "INSERT INTO schema_versions (scriptname, applied) VALUES ('0099-from-the-future.sql', CURRENT_TIMESTAMP)";
    private const int ConfigurationError = 78;

    private readonly TempDirectory _data = new();

    private static CancellationToken Cancel => CancellationToken.None;

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("postgres", null)]
    [InlineData("sqlite", null)]
    [InlineData("postgres", "0099")]
    [InlineData("sqlite", "0099")]
    public async Task Newer_schema_is_refused_with_a_sentence_before_the_server_listens(string kind, string? needed)
    {
        var (run, settings, place) = await MigratedAsync(kind);
        await run(Newer);
        // From a version that knows no minimum, or from one that declares this version too old.
        await run(needed is null ? "ALTER TABLE meta DROP COLUMN minimum_reader" : $"UPDATE meta SET minimum_reader = {needed}");

        var exit = await ServerProcess.RunToEndAsync(_data.Path, settings);

        var last = MigrationScripts.Of(kind == "sqlite" ? "Sqlite" : "Postgres")[^1].Name;
        var needs = needed is null ? "" : $"; it needs a version that knows script {needed}";
        Assert.Equal(
            $"{place} has a newer schema than this version of the server: its newest script is 0099-from-the-future.sql{needs}, "
            + $"and this version knows up to {last}. "
            + "Start the newer version, or restore a backup from before its update.",
            exit.StandardError);
        Assert.Equal(ConfigurationError, exit.Code);
        Assert.DoesNotContain("Now listening", exit.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", exit.StandardOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("sqlite")]
    public async Task Newer_schema_that_states_that_this_version_can_read_it_is_used(string kind)
    {
        var (run, settings, _) = await MigratedAsync(kind);
        await run(Newer);

        await using var node = await ServerProcess.StartNewAsync(_data.Path, settings);
    }

    [Theory]
    [InlineData("-- minimum-reader: 0005\nALTER TABLE rooms ADD COLUMN topic text;", 5)]
    [InlineData("ALTER TABLE rooms ADD COLUMN topic text;", 7)]
    [InlineData("-- Why.\n-- minimum-reader: 0005\nALTER TABLE rooms ADD COLUMN topic text;", 7)]
    public void Script_needs_its_own_version_unless_its_first_line_states_another(string sql, int reader)
    {
        var script = new MigrationScript("0007-topics.sql", sql);

        Assert.Equal(reader, script.MinimumReader);
        Assert.EndsWith(
            $"UPDATE meta SET minimum_reader = {reader} WHERE minimum_reader < {reader};\n",
            script.ForDbUp().Contents,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Postgres")]
    [InlineData("Sqlite")]
    public void Scripts_have_numbers_of_their_own_and_state_no_reader_newer_than_themselves(string database)
    {
        var scripts = MigrationScripts.Of(database);

        Assert.Distinct(scripts.Select(script => script.Number));
        Assert.All(scripts, script => Assert.InRange(script.MinimumReader, 1, script.Number));
        Assert.All(
            scripts,
            script => Assert.Equal(script.Sql.Contains("CONCURRENTLY", StringComparison.OrdinalIgnoreCase), script.IsConcurrent));
        Assert.All(scripts.Where(script => script.IsConcurrent), script => Assert.NotEmpty(script.IndexName));
        Assert.DoesNotContain(scripts, script => script.IsConcurrent && database == "Sqlite");
    }

    /// <summary>Regression: after going back to such a version, users joined free rooms that stayed marked as free.</summary>
    [Theory]
    [InlineData("Postgres")]
    [InlineData("Sqlite")]
    public void Version_that_does_not_know_free_rooms_is_refused(string database)
    {
        var scripts = MigrationScripts.Of(database);
        var schema = new SchemaVersion(scripts[^1].Name, scripts.Max(script => script.MinimumReader));

        Assert.NotNull(schema.Refusal([.. scripts.Where(script => script.Number < 9)]));
        Assert.Null(schema.Refusal(scripts));
        Assert.Equal(9, scripts.Single(script => script.Number == 9).MinimumReader);
    }

    /// <summary>
    /// A database with the schema of this version: how to change it, how to start on it, and the start of an error text about
    /// it.
    /// </summary>
    private async Task<(Func<string, Task> Run, Dictionary<string, string>? Settings, string Place)> MigratedAsync(string kind)
    {
        if (kind == "sqlite")
        {
            using var file = new SqliteTestStore(_data.Path);
            await file.Messages.MigrateAsync(Cancel);
            return (RunOnFileAsync, null, $"Storage:DataDirectory is {_data.Path}, whose database");
        }

        var connection = await shared.Server.NewDatabaseAsync();
        using var store = new PostgresTestStore(connection);
        await store.Messages.MigrateAsync(Cancel);
        var database = new NpgsqlConnectionStringBuilder(connection).Database!;
        return (sql => shared.Server.RunAsync(sql, database),
            NodeSettings.On(connection),
            $"ConnectionStrings:Postgres names a database that at 127.0.0.1:{shared.Server.Port}");
    }

    private async Task RunOnFileAsync(string sql)
    {
        await using var file = new SqliteConnection($"Data Source={Path.Combine(_data.Path, "chat.db")};Pooling=false");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
