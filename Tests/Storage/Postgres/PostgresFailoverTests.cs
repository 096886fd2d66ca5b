using Microsoft.AspNetCore.SignalR;
using Npgsql;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// An asynchronous failover, the default of failover managers. A real standby that lags is promoted while two nodes and their
/// clients are active. The newest commits are lost, and no client may take new commits for them.
/// </summary>
public sealed class PostgresFailoverTests : IAsyncLifetime
{
    private const int Kept = 5;
    private const int Lost = 10;

    private PostgresServer _primary = null!;
    private PostgresServer _standby = null!;
    private TcpProxy _address = null!;
    private string _database = null!;
    private volatile int _port;

    public async Task InitializeAsync()
    {
        _primary = await PostgresServer.StartNewAsync();
        _database = await _primary.NewDatabaseAsync();
        _port = _primary.Port;
        _address = TcpProxy.Start(() => new Uri($"http://127.0.0.1:{_port}"));
        _standby = await _primary.StartStandbyAsync();
    }

    public async Task DisposeAsync()
    {
        await _address.DisposeAsync();
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    /// <summary>
    /// Regression: sends were numbered onward from the standby's head under the previous epoch. Members with a cursor beyond it
    /// received nothing.
    /// </summary>
    [Fact]
    public async Task After_a_failover_that_lost_commits_every_client_on_every_node_starts_over()
    {
        using var here = new ChatServer(Settings());
        using var there = new ChatServer(Settings());
        await using var writer = await here.ConnectAsync("writer");
        await using var raw = await there.ConnectAsync("raw", "messagepack");
        var token = (await there.GuestAsync("app")).AccessToken;
        await using var app = new AppClient(
            new ChatClientOptions { Url = there.Url, AccessTokenProvider = _ => Task.FromResult<string?>(token) });
        await app.Chat.ConnectAsync().WaitAsync(TestClient.Deadline);
        await writer.JoinAsync("lobby");
        await app.Chat.JoinAsync("lobby").WaitAsync(TestClient.Deadline);
        var before = (await raw.JoinAsync("lobby")).Epoch;
        await SendAsync(writer, Kept);
        await _standby.CutOffAsync(_primary);
        await SendAsync(writer, Lost);
        await raw.ReadThroughAsync(0, Kept + Lost);
        await app.UntilAsync(() => app.Revisions.Contains(Kept + Lost));

        await FailOverAsync();
        var update = await NextOfAnotherEpochAsync(raw, before);
        var rejoined = await raw.JoinAsync("lobby", Kept + Lost, before);
        var next = await SendUntilStoredAsync(writer);

        Assert.Equal((update.Epoch, true), (rejoined.Epoch, rejoined.Reset));
        Assert.Equal(Kept + 1, next.Sequence);
        Assert.Contains(next.MessageId, (await raw.ReadThroughAsync(rejoined.Head, Kept + 1)).Select(message => message.MessageId));
        await app.UntilAsync(() => app.Messages.ContainsKey(next.MessageId));
        Assert.Equal(Kept + 1, app.Messages.Count);
        // The clients that were disconnected until now, on either node.
        foreach (var node in (ChatServer[])[here, there])
        {
            await using var late = await node.ConnectAsync("late");
            var joined = await late.JoinAsync("lobby", Kept + Lost, before);
            Assert.Equal((update.Epoch, true, (long)Kept + 1), (joined.Epoch, joined.Reset, joined.Head));
        }
    }

    [Fact]
    public async Task A_commit_is_the_first_to_learn_of_it_and_is_stored_under_the_new_epoch()
    {
        using var store = new PostgresTestStore(Address());
        await store.Messages.MigrateAsync(default);
        var alice = new ChatUser { UserId = "alice", Name = "Alice" };
        var before = (await store.Messages.ReadHeadsAsync([], default)).Epoch;
        await store.Messages.CommitAsync([new JoinCommand("lobby", alice), Post(alice)], 1, default);
        await _standby.CutOffAsync(_primary);
        await store.Messages.CommitAsync([Post(alice), Post(alice)], 1, default);
        await FailOverAsync();

        var committed = await store.Messages.CommitAsync([Post(alice)], 1, default);

        var update = Assert.Single(committed.Updates);
        Assert.NotEqual(before, update.Epoch);
        Assert.Equal((1, 2), (update.After, update.Through));
        var heads = await store.Messages.ReadHeadsAsync(["lobby"], default);
        Assert.Equal((update.Epoch, 2), (heads.Epoch, Assert.Single(heads.Revisions)));
    }

    /// <summary>
    /// Regression: a node that started during a failover refused to start, because the standby was not promoted yet.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Node_that_starts_in_a_failover_waits_for_the_promotion(bool migrates)
    {
        using var data = new TempDirectory();
        await using var node = new ServerProcess(data.Path, NodeSettings.On(Address()));
        if (!migrates)
            await LeadToStandbyAsync();
        var starting = node.StartAsync();
        if (migrates)
        {
            // The first script waits in its middle.
            await using var hold = new NpgsqlConnection($"{_database};Pooling=false");
            await hold.OpenAsync();
            await new NpgsqlCommand("BEGIN; CREATE TABLE meta ()", hold).ExecuteNonQueryAsync();
            await Eventually.HoldsAsync(async () => await _primary.RunAsync(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name LIKE 'signalrchat%'") is > 0L);
            await LeadToStandbyAsync();
        }

        await Eventually.TrueAsync(
            () => node.Output.Contains("is a standby", StringComparison.Ordinal), "The node waits for the promotion");
        Assert.False(starting.IsCompleted);
        await _standby.PromoteAsync();

        await starting;
    }

    private static PostCommand Post(ChatUser user) => new("lobby", user, TestClient.NewId(), "hello", null);

    private string Address() => _database.Replace($"Port={_primary.Port}", $"Port={_address.Url.Port}", StringComparison.Ordinal);

    private Dictionary<string, string?> Settings() => new() { [NodeSettings.Postgres] = Address() };

    private async Task FailOverAsync()
    {
        await LeadToStandbyAsync();
        await _standby.PromoteAsync();
    }

    private async Task LeadToStandbyAsync()
    {
        await _primary.KillAsync();
        _port = _standby.Port;
    }

    private static async Task SendAsync(TestClient writer, int count)
    {
        for (var i = 0; i < count; i++)
            await writer.SendAsync("lobby", $"{i}");
    }

    private static async Task<RoomUpdate> NextOfAnotherEpochAsync(TestClient client, string epoch)
    {
        while (true)
        {
            if (await client.NextUpdateAsync() is { } update && update.Epoch != epoch)
                return update;
        }
    }

    private static async Task<SendMessageResult> SendUntilStoredAsync(TestClient client)
    {
        var id = TestClient.NewId();
        SendMessageResult? sent = null;
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                sent = await client.SendAsync("lobby", "after the failover", id);
                return true;
            }
            catch (HubException refused) when (Durability.CallFailures.MayBeRetried(refused))
            {
                return false;
            }
        });
        return sent!;
    }
}
