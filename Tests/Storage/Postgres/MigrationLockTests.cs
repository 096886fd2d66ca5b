using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>Scripts that alter a table while something else, such as a dump, reads it for long.</summary>
[Collection(SharedPostgres.Name)]
public sealed class MigrationLockTests(PostgresFixture shared)
{
    private const long Now = 1_800_000_000_000;

    private static readonly TimeSpan _wait = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => CancellationToken.None;

    /// <summary>Regression: the script waited without an end, and every post of the other nodes waited behind it.</summary>
    [Fact]
    public async Task Posts_of_other_nodes_go_on_while_a_script_waits_for_a_table()
    {
        var connection = await shared.Server.NewDatabaseAsync();
        using var store = new PostgresTestStore(connection);
        await store.Messages.MigrateAsync(Cancel);
        var alice = new ChatUser { UserId = "alice", Name = "Alice" };
        await store.Messages.CommitAsync([new JoinCommand("lobby", alice)], Now, Cancel);
        await using var dump = new NpgsqlConnection($"{connection};Pooling=false");
        await dump.OpenAsync(Cancel);
        await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE messages IN ACCESS SHARE MODE", dump);
        await hold.ExecuteNonQueryAsync(Cancel);
        var (clock, log) = (new FakeTimeProvider(), new FakeLogger());
        var topics = new MigrationScript("0098-topics.sql", "ALTER TABLE messages ADD COLUMN topic text;");
        MigrationScript[] scripts = [.. MigrationScripts.Of("Postgres"), topics];

        var migrating = new PostgresMigrations(PostgresConnection.ForMigrations(connection), scripts, _wait, clock, log).RunAsync(Cancel);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Eventually.HoldsAsync(() =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return IsWaitingAsync(connection);
            });
            // It waits behind the script, which gives up before the post would.
            Assert.Null(Assert.Single((await PostAsync(store, alice)).Results).RefusalCode);
            Assert.False(migrating.IsCompleted);
        }

        await dump.CloseAsync();
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return migrating.IsCompleted;
            },
            "The script ran");
        Assert.Equal(1, await migrating);
        Assert.Single(log.Collector.GetSnapshot(), line => line.Message.Contains("waits for a table in use", StringComparison.Ordinal));
    }

    private static Task<BatchResult> PostAsync(PostgresTestStore store, ChatUser user) =>
        store.Messages.CommitAsync([new PostCommand("lobby", user, Guid.NewGuid().ToString(), "hello", null)], Now, Cancel);

    private async Task<bool> IsWaitingAsync(string connection) => await shared.Server.RunAsync(
        $"""
        SELECT count(*) FROM pg_stat_activity WHERE application_name = 'signalrchat-migration' AND wait_event_type = 'Lock'
            AND datname = '{new NpgsqlConnectionStringBuilder(connection).Database}'
        """) is > 0L;
}
