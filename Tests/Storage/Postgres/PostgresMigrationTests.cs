using Npgsql;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// Starts that meet another node's migration, or lose the database during their own. They use a separate server, which they
/// kill. Regression: the fault suite found a node that did not start because PostgreSQL was killed at this moment.
/// </summary>
public sealed class PostgresMigrationTests(PostgresFixture own) : IClassFixture<PostgresFixture>, IAsyncLifetime, IDisposable
{
    // The scripts begin with this table. A session that creates it and does not commit blocks them in their middle.
    private const string HoldScript = "BEGIN; CREATE TABLE meta ()";
    private const string HoldLock = "SELECT pg_advisory_lock(x'5369676E616C5243'::bigint)";

    private readonly TempDirectory _data = new();
    private readonly PostgresServer _server = own.Server;
    private string _database = "";

    public async Task InitializeAsync() => _database = await _server.NewDatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(HoldLock)]
    [InlineData(HoldScript)]
    public async Task A_database_that_is_lost_meanwhile_is_waited_for_again(string hold)
    {
        await using var other = await HoldAsync(hold);
        await using var node = new ServerProcess(_data.Path, NodeSettings.On(_database));
        var starting = node.StartAsync();
        if (hold == HoldLock)
            await Eventually.TrueAsync(() => node.Output.Contains("Another node is migrating", StringComparison.Ordinal), "The node waits");
        else
            await WaitsAsync();

        await _server.KillAsync();
        await Eventually.TrueAsync(() => node.Output.Contains("is not ready", StringComparison.Ordinal), "The node waits");
        await _server.StartAsync();

        await starting;
    }

    [Fact]
    public async Task One_that_does_not_come_back_ends_the_start_with_one_sentence()
    {
        await using var other = await HoldAsync(HoldScript);
        var settings = NodeSettings.On(_database);
        settings["Storage:Postgres:StartWait"] = "00:00:01";
        var start = ServerProcess.RunToEndAsync(_data.Path, settings);
        await WaitsAsync();

        await _server.KillAsync();
        var exit = await start;
        await _server.StartAsync();

        AssertRefused($"ConnectionStrings:Postgres names a database that cannot be used at 127.0.0.1:{_server.Port}: ", exit);
    }

    /// <summary>Regression: after five attempts without a pause, the start failed.</summary>
    [Fact]
    public async Task Database_that_takes_no_changes_yet_is_waited_for()
    {
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        await _server.RunAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        await using var node = new ServerProcess(_data.Path, NodeSettings.On(_database));
        var starting = node.StartAsync();
        await Eventually.TrueAsync(() => node.Output.Contains("transaction_read_only", StringComparison.Ordinal), "The node waits");
        Assert.False(starting.IsCompleted);

        // The session reads it when it begins.
        await _server.RunAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");

        await starting;
    }

    [Fact]
    public async Task A_start_waits_for_anothers_migration_as_long_as_is_set_and_says_so()
    {
        await using var other = await HoldAsync(HoldLock);
        var settings = NodeSettings.On(_database);
        settings["Storage:Postgres:MigrationWait"] = "00:00:01";

        var exit = await ServerProcess.RunToEndAsync(_data.Path, settings);

        AssertRefused(
            $"ConnectionStrings:Postgres names a database that at 127.0.0.1:{_server.Port} is being migrated by another node for longer "
            + "than Storage:Postgres:MigrationWait (00:00:01).",
            exit);
        Assert.Contains("Another node is migrating the database; waiting up to 00:00:01", exit.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_goes_on_when_the_other_has_done()
    {
        await using var node = new ServerProcess(_data.Path, NodeSettings.On(_database));
        Task starting;
        await using (await HoldAsync(HoldLock))
        {
            starting = node.StartAsync();
            await Eventually.TrueAsync(() => node.Output.Contains("Another node is migrating", StringComparison.Ordinal), "The node waits");
            Assert.False(starting.IsCompleted);
        }

        await starting;
    }

    private async Task<NpgsqlConnection> HoldAsync(string sql)
    {
        var holder = new NpgsqlConnection($"{_database};Pooling=false");
        await holder.OpenAsync();
        await using var command = new NpgsqlCommand(sql, holder);
        await command.ExecuteNonQueryAsync();
        return holder;
    }

    private Task WaitsAsync() => Eventually.HoldsAsync(async () => await _server.RunAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE 'signalrchat%'") is > 0L);

    private static void AssertRefused(string sentence, ServerExit exit)
    {
        Assert.StartsWith(sentence, exit.StandardError, StringComparison.Ordinal);
        Assert.Equal(78, exit.Code);
        Assert.DoesNotContain('\n', exit.StandardError.TrimEnd());
        Assert.DoesNotContain("   at ", exit.StandardOutput, StringComparison.Ordinal);
    }
}
