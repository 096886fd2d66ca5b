using System.Globalization;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>On a separate server, because these tests harm it. Each leaves it running for the next.</summary>
public sealed class PostgresOutageTests(PostgresFixture own) : IClassFixture<PostgresFixture>, IAsyncLifetime, IDisposable
{
    private const int ConfigurationError = 78;

    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };

    private static readonly PostgresOptions _hasty = new()
    {
        StatementTimeout = TimeSpan.FromSeconds(1),
        LockTimeout = TimeSpan.FromSeconds(1),
        IdleInTransactionTimeout = TimeSpan.FromMilliseconds(500),
    };

    private readonly TempDirectory _data = new();
    private readonly PostgresServer _server = own.Server;
    private string _database = "";

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync() => _database = await _server.NewDatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_killed_or_frozen_server_is_unavailable_and_has_every_acknowledged_change_later()
    {
        using var store = new PostgresTestStore(_database, _hasty);
        await store.Messages.MigrateAsync(Cancel);
        await store.Messages.CommitAsync([new JoinCommand("lobby", _alice)], 1, Cancel);
        List<string> acknowledged = [await StoredAsync(store), await StoredAsync(store)];

        await _server.KillAsync();
        await UnavailableWithinAsync(TimeSpan.FromSeconds(2), store);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Messages.ReadHeadsAsync(["lobby"], Cancel));
        await _server.StartAsync();
        acknowledged.Add(await StoredAsync(store));

        _server.Freeze();
        // The statement time-out, 2 s for the answer to arrive, 3 s for the attempt to cancel, and a margin for a busy machine.
        await UnavailableWithinAsync(TimeSpan.FromSeconds(9), store);
        _server.Thaw();
        acknowledged.Add(await StoredAsync(store));

        var stored = await store.Messages.ReadUpdatesAsync("lobby", 0, 100, Cancel);
        Assert.Equal(acknowledged, stored.Messages.Select(message => message.MessageId).Where(acknowledged.Contains));
        Assert.Equal(stored.Head, stored.Messages.Length);
        Assert.Equal([3102, 3103, 3102, 3103], store.Log.Collector.GetSnapshot().Select(record => record.Id.Id));
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public async Task A_server_that_could_lose_commits_is_refused_at_the_start_and_later(string setting)
    {
        using var store = new PostgresTestStore(_database);
        await store.Messages.MigrateAsync(Cancel);
        await store.Messages.CommitAsync([new JoinCommand("lobby", _alice)], 1, Cancel);

        await _server.KillAsync();
        await _server.StartAsync($"{setting}=off");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => StoredAsync(store));
        var exit = await ServerProcess.RunToEndAsync(_data.Path, NodeSettings.On(_database));
        await _server.KillAsync();
        await _server.StartAsync();

        AssertRefused($"ConnectionStrings:Postgres names a server (127.0.0.1:{_server.Port}) that has {setting} = off and could lose "
            + "acknowledged changes; expected on.", exit);
    }

    /// <summary>Also for reads, because the standby's data may be a moment old.</summary>
    [Fact]
    public async Task A_standby_is_refused_at_the_start_and_where_the_address_leads_to_one_later()
    {
        using var store = new PostgresTestStore(_database);
        await store.Messages.MigrateAsync(Cancel);
        await store.Messages.CommitAsync([new JoinCommand("lobby", _alice)], 1, Cancel);
        var signal = Path.Combine((string)(await _server.RunAsync("SHOW data_directory"))!, "standby.signal");

        await _server.KillAsync();
        await File.WriteAllTextAsync(signal, "");
        await _server.StartAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => StoredAsync(store));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Messages.ReadHeadsAsync(["lobby"], Cancel));
        var settings = NodeSettings.On(_database);
        // The standby may still be promoted, so the start waits.
        settings["Storage:Postgres:StartWait"] = "00:00:00.500";
        var exit = await ServerProcess.RunToEndAsync(_data.Path, settings);
        await _server.KillAsync();
        File.Delete(signal);
        await _server.StartAsync();

        AssertRefused($"ConnectionStrings:Postgres names a server (127.0.0.1:{_server.Port}) that is a standby and does not accept "
            + "changes; expected the primary.", exit);
        await StoredAsync(store);
    }

    [Fact]
    public async Task A_node_that_starts_before_its_database_waits_for_it()
    {
        await _server.KillAsync();
        await using var node = new ServerProcess(_data.Path, NodeSettings.On(_database));

        var starting = node.StartAsync();
        await Eventually.TrueAsync(() => node.Output.Contains("is not ready", StringComparison.Ordinal), "The node waits");
        await _server.StartAsync();

        await starting;
    }

    /// <summary>Regression: it ended as after a crash.</summary>
    [Fact]
    public async Task A_node_that_is_stopped_while_it_waits_for_its_database_ends_in_order()
    {
        await _server.KillAsync();
        await using var node = new ServerProcess(_data.Path, NodeSettings.On(_database));
        var starting = node.StartAsync();
        await Eventually.TrueAsync(() => node.Output.Contains("is not ready", StringComparison.Ordinal), "The node waits");

        var exit = await node.TerminateAsync();

        Assert.Equal((0, ""), (exit.Code, exit.StandardError));
        // The server never listened.
        await Assert.ThrowsAsync<InvalidOperationException>(() => starting);
        await _server.StartAsync();
    }

    [Theory]
    [InlineData("Database=nowhere;Port={0}", """127.0.0.1:{0}: SQLSTATE 3D000: database "nowhere" does not exist""")]
    [InlineData("Database=postgres;Port=1", "127.0.0.1:1: Failed to connect to 127.0.0.1:1")]
    public async Task A_database_that_is_not_there_is_refused_without_its_password(string place, string sentence)
    {
        var target = string.Format(CultureInfo.InvariantCulture, place, _server.Port);
        var settings = NodeSettings.On($"Host=127.0.0.1;Username=postgres;Password=open-sesame;{target}");
        settings["Storage:Postgres:StartWait"] = "00:00:00.500";

        var exit = await ServerProcess.RunToEndAsync(_data.Path, settings);

        var expected = string.Format(CultureInfo.InvariantCulture, sentence, _server.Port);
        AssertRefused($"ConnectionStrings:Postgres names a database that cannot be used at {expected}", exit);
        Assert.DoesNotContain("sesame", exit.StandardError + exit.StandardOutput, StringComparison.Ordinal);
    }

    private static async Task<string> StoredAsync(PostgresTestStore store)
    {
        var id = TestClient.NewId();
        var batch = await store.Messages.CommitAsync([new PostCommand("lobby", _alice, id, "hello", null)], 1, Cancel);
        Assert.Null(Assert.Single(batch.Results).RefusalCode);
        return id;
    }

    private static async Task UnavailableWithinAsync(TimeSpan most, PostgresTestStore store)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => StoredAsync(store));
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, most);
    }

    private static void AssertRefused(string sentence, ServerExit exit)
    {
        Assert.StartsWith(sentence, exit.StandardError, StringComparison.Ordinal);
        Assert.Equal(ConfigurationError, exit.Code);
        Assert.DoesNotContain('\n', exit.StandardError);
        Assert.DoesNotContain("   at ", exit.StandardOutput, StringComparison.Ordinal);
    }
}
