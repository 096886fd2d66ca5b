using System.Globalization;
using Microsoft.Extensions.Logging.Testing;
using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// Regression: a network that dropped everything for two seconds stopped the node for nineteen. No signal reports that
/// connections lead nowhere. So the node waited for the statement time-out on one of them after the other.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class DeadConnectionDetectorTests(PostgresFixture fixture) : IAsyncLifetime, IDisposable
{
    private const int DeadConnectionsFound = 3108;
    private const int DeadConnectionDetectorFailed = 3110;
    private const int Connections = 6;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };

    // So long that it causes nothing below.
    private static readonly PostgresOptions _patient = new() { StatementTimeout = TimeSpan.FromMinutes(2) };

    private TcpProxy _link = null!;
    private PostgresTestStore _store = null!;
    private string _database = null!;

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _link = TcpProxy.Start(new Uri($"tcp://127.0.0.1:{fixture.Server.Port}"));
        _database = await fixture.Server.NewDatabaseAsync();
        _store = new(_database.Replace($"Port={fixture.Server.Port}", $"Port={_link.Url.Port}", StringComparison.Ordinal), _patient);
        await _store.Messages.MigrateAsync(Cancel);
        await _store.Messages.CommitAsync([new JoinCommand("lobby", _alice)], 1, Cancel);
    }

    public async Task DisposeAsync() => await _link.DisposeAsync();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Calls_on_connections_that_lead_nowhere_are_made_again_on_others()
    {
        // At the same time, so that each has a separate connection.
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SleepAsync(0.3)));
        _link.BlackHole();
        var calls = Enumerable.Range(0, Connections).Select(_ => SleepAsync(0)).ToArray();
        _link.Pass();

        await Task.WhenAll(calls).WaitAsync(_deadline);

        Assert.Equal(Connections, _store.Log.Collector.GetSnapshot().Where(record => record.Id == DeadConnectionsFound).Sum(Count));
    }

    /// <summary>
    /// Regression: after an unforeseen error the detector stopped, and waiting calls waited for the statement time-out.
    /// </summary>
    [Fact]
    public async Task A_question_that_fails_in_an_unexpected_way_is_asked_again()
    {
        await RunBesideAsync(
            "CREATE SCHEMA odd; "
            + "CREATE FUNCTION odd.pg_backend_pid() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'odd'; END $$; "
            + $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(_database).Database} SET search_path TO odd, public, pg_catalog");
        await SleepAsync(0);
        _link.BlackHole();
        var call = SleepAsync(0);
        _link.Pass();
        await Eventually.TrueAsync(
            () => _store.Log.Collector.GetSnapshot().Any(record => record.Id == DeadConnectionDetectorFailed), "the question has failed");

        await RunBesideAsync("DROP FUNCTION odd.pg_backend_pid()");

        await call.WaitAsync(_deadline);
        Assert.Contains(_store.Log.Collector.GetSnapshot(), record => record.Id == DeadConnectionsFound);
    }

    [Fact]
    public async Task A_lost_commit_is_retried_and_does_not_wait_for_the_room_that_it_holds()
    {
        var id = TestClient.NewId();
        var attempts = 0;

        var result = await _store.Database.WriteAsync(
            async (session, cancel) =>
            {
                if (attempts++ == 0)
                    await HoldAndLoseAsync(session);
                var post = new PostCommand("lobby", _alice, id, "hello", null);
                return await new PostgresCommit(session, [post], 1, waits: true).RunAsync(cancel);
            },
            Cancel).WaitAsync(_deadline);

        Assert.Equal((2, 1), (attempts, result.Results[0].Revision));
        Assert.Equal([id], (await _store.Messages.ReadUpdatesAsync("lobby", 0, 10, Cancel)).Messages.Select(message => message.MessageId));
    }

    [Fact]
    public async Task A_call_that_is_only_slow_is_left_alone()
    {
        var attempts = 0;

        await _store.Database.ReadAsync(
            async (session, cancel) =>
            {
                attempts++;
                return await RunAsync(session, "SELECT pg_sleep(3)", cancel);
            },
            Cancel);

        Assert.Equal(1, attempts);
        Assert.DoesNotContain(_store.Log.Collector.GetSnapshot(), record => record.Id == DeadConnectionsFound);
    }

    private async Task HoldAndLoseAsync(NpgsqlConnection session)
    {
        await RunAsync(session, "BEGIN; SELECT FROM rooms WHERE name = 'lobby' FOR UPDATE", Cancel);
        _link.BlackHole();
        _link.Pass();
    }

    private Task<int> SleepAsync(double seconds) => _store.Database.ReadAsync(
        (session, cancel) => RunAsync(session, FormattableString.Invariant($"SELECT pg_sleep({seconds})"), cancel), Cancel);

    private async Task RunBesideAsync(string sql)
    {
        await using var beside = new NpgsqlConnection($"{_database};Pooling=false");
        await beside.OpenAsync();
        await RunAsync(beside, sql, Cancel);
    }

    private static async Task<int> RunAsync(NpgsqlConnection session, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static int Count(FakeLogRecord lost) => int.Parse(lost.GetStructuredStateValue("Count")!, CultureInfo.InvariantCulture);
}
