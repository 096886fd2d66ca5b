using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SignalRChat.Services.Storage;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>Scripts that build an index while other nodes read and write.</summary>
[Collection(SharedPostgres.Name)]
public sealed class ConcurrentIndexTests(PostgresFixture shared) : IAsyncLifetime
{
    private const string Name = "0098-messages-by-author.concurrent.sql";
    private const string Sql =
        "-- For the export of a user.\nCREATE INDEX CONCURRENTLY IF NOT EXISTS messages_by_author ON messages (user_id, room_id);\n";
    private const string IsValid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'messages_by_author'::regclass";

    private static readonly TimeSpan _wait = TimeSpan.FromSeconds(20);

    private string _connection = "";

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _connection = await shared.Server.NewDatabaseAsync();
        using var store = new PostgresTestStore(_connection);
        await store.Messages.MigrateAsync(Cancel);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Index_is_built_beside_an_open_transaction_of_another_node_and_noted_once()
    {
        // A plain CREATE INDEX would wait for it, and all other writers would wait for the index.
        await using var writer = await OpenAsync("BEGIN; DELETE FROM messages");
        var building = MigrateAsync();
        var waiting = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%CREATE INDEX CONCURRENTLY%' "
            + "AND wait_event_type = 'Lock' AND datname = current_database()";
        await Eventually.HoldsAsync(async () => await AskAsync(waiting) is 1L);
        await AskAsync("BEGIN; SET LOCAL lock_timeout = '2s'; DELETE FROM messages WHERE user_id = 'nobody'; COMMIT");
        Assert.False(building.IsCompleted);

        await writer.DisposeAsync();

        Assert.Equal(1, await building);
        Assert.Equal(true, await AskAsync(IsValid));
        Assert.Equal(0, await MigrateAsync());
        Assert.Equal(1L, await AskAsync($"SELECT count(*) FROM schema_versions WHERE scriptname = '{Name}'"));
    }

    [Fact]
    public async Task Build_that_was_broken_off_is_dropped_and_done_again()
    {
        await using var writer = await OpenAsync("BEGIN; DELETE FROM messages");
        using (var stop = new CancellationTokenSource())
        {
            var building = MigrateAsync(cancellationToken: stop.Token);
            await Eventually.HoldsAsync(
                async () => await AskAsync("SELECT count(*) FROM pg_class WHERE relname = 'messages_by_author'") is 1L);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);
        }

        Assert.Equal(false, await AskAsync(IsValid));
        await writer.DisposeAsync();

        Assert.Equal(1, await MigrateAsync());
        Assert.Equal(true, await AskAsync(IsValid));
    }

    [Fact]
    public async Task Nodes_that_start_at_once_build_it_once_without_a_deadlock()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync()));

        Assert.Equal(1, counts.Sum());
        Assert.Equal(true, await AskAsync(IsValid));
    }

    [Theory]
    [InlineData("CREATE INDEX CONCURRENTLY messages_by_author ON messages (user_id);")]
    [InlineData("CREATE INDEX IF NOT EXISTS messages_by_author ON messages (user_id);")]
    [InlineData("CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_by_author ON messages (user_id); DROP TABLE bans;")]
    public async Task Script_that_does_anything_else_is_a_defect(string sql)
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(sql));

        Assert.StartsWith(Name, error.Message, StringComparison.Ordinal);
    }

    private Task<int> MigrateAsync(string sql = Sql, CancellationToken cancellationToken = default)
    {
        MigrationScript[] scripts = [.. MigrationScripts.Of("Postgres"), new(Name, sql)];
        var settings = PostgresConnection.ForMigrations(_connection);
        return new PostgresMigrations(settings, scripts, _wait, TimeProvider.System, NullLogger.Instance).RunAsync(cancellationToken);
    }

    private async Task<NpgsqlConnection> OpenAsync(string sql)
    {
        var session = new NpgsqlConnection($"{_connection};Pooling=false");
        await session.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(Cancel);
        return session;
    }

    private Task<object?> AskAsync(string sql) => shared.Server.RunAsync(sql, new NpgsqlConnectionStringBuilder(_connection).Database!);
}
