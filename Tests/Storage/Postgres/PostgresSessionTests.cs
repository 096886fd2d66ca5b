using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>A store's use of its sessions. Several stores on one database behave as several nodes do.</summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresSessionTests(PostgresFixture fixture) : IAsyncLifetime, IDisposable
{
    private const int Writers = 8;
    private const int PerRoom = 120;

    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };
    private static readonly string[] _rooms = ["lobby", "kitchen", "garden"];
    private static readonly PostgresOptions _hasty = new()
    {
        IdleInTransactionTimeout = TimeSpan.FromMilliseconds(300),
        LockTimeout = TimeSpan.FromMilliseconds(600),
    };

    private readonly List<PostgresTestStore> _stores = [];
    private string _database = "";

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _database = await fixture.Server.NewDatabaseAsync();
        var store = NewStore();
        await store.Messages.MigrateAsync(Cancel);
        await store.Messages.CommitAsync([.. _rooms.Select(room => new JoinCommand(room, _alice))], 1, Cancel);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _stores.ForEach(store => store.Dispose());

    /// <summary>Regression: a session that built an index waited for ever after its server had vanished silently.</summary>
    [Theory]
    [InlineData("", true, 30)]
    [InlineData(";Tcp Keepalive Time=7", true, 7)]
    [InlineData(";TCP Keepalive=false", false, 30)]
    public void A_session_asks_whether_its_server_still_is_there_unless_the_operator_decides(string given, bool asks, int seconds)
    {
        var settings = PostgresConnection.ForMigrations($"Host=localhost{given}");

        Assert.Equal((asks, seconds), (settings.TcpKeepAlive, settings.TcpKeepAliveTime));
    }

    [Theory]
    [InlineData("synchronous_commit", "on")]
    [InlineData("transaction_isolation", "read committed")]
    [InlineData("statement_timeout", "10s")]
    [InlineData("lock_timeout", "4s")]
    [InlineData("idle_in_transaction_session_timeout", "3s")]
    public async Task A_session_has_the_durable_settings_whatever_database_and_connection_string_say(string setting, string expected)
    {
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        await fixture.Server.RunAsync($"ALTER DATABASE {name} SET synchronous_commit = off");
        var store = NewStore(
            ";Options=-c default_transaction_isolation=serializable -c statement_timeout=0 -c lock_timeout=0 "
            + "-c idle_in_transaction_session_timeout=0");

        var actual = await store.Database.ReadAsync(
            async (session, cancel) => (string?)await new NpgsqlCommand($"SHOW {setting}", session).ExecuteScalarAsync(cancel), Cancel);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Stores_with_repeats_in_several_rooms_number_all_once_and_a_reader_misses_none()
    {
        var ids = _rooms.ToDictionary(room => room, _ => Enumerable.Range(0, PerRoom).Select(_ => TestClient.NewId()).ToArray());
        var answers = new ConcurrentBag<(string Id, RoomCommandResult Result)>();

        var writing = Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(writer => Task.Run(() => WriteAsync(NewStore(), ids, new Random(writer), answers))));
        var reading = Task.WhenAll(_rooms.Select(room => ReadAllAsync(NewStore(), room, writing)));
        await Task.WhenAll(writing, reading);

        foreach (var (room, stored) in await reading)
        {
            Assert.Equal(ids[room].Order(), stored.Select(message => message.MessageId).Order());
            var places = stored.ToDictionary(message => message.MessageId, message => message.Sequence);
            Assert.All(
                answers.Where(answer => places.ContainsKey(answer.Id)),
                answer => Assert.Equal(places[answer.Id], answer.Result.Sequence));
        }
        Assert.Equal(PerRoom * _rooms.Length, answers.Count(answer => !answer.Result.Duplicate));
    }

    [Fact]
    public async Task Stores_that_make_the_same_rooms_at_once_make_each_once_with_one_owner()
    {
        string[] rooms = [.. Enumerable.Range(0, 10).Select(index => $"new-{index}")];

        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var user = new ChatUser { UserId = $"user-{writer}", Name = $"User {writer}" };
            var random = new Random(writer);
            var order = _rooms.Concat(rooms).OrderBy(_ => random.Next()).ToArray();
            var batch = await NewStore().Messages.CommitAsync([.. order.Select(room => new JoinCommand(room, user))], 1, Cancel);
            return order.Zip(batch.Results);
        })));

        var owners = results.SelectMany(result => result)
            .Where(result => result.Second.Role == RoomRoles.Owner)
            .Select(result => result.First);
        Assert.Equal(rooms.Order(), owners.Order());
    }

    [Fact]
    public async Task A_room_held_by_another_node_is_unavailable_after_the_time_out_until_it_is_free()
    {
        var store = NewStore(options: new()
        {
            IdleInTransactionTimeout = TimeSpan.FromMilliseconds(100),
            LockTimeout = TimeSpan.FromMilliseconds(200),
        });
        var post = Post("lobby", "while it is held");
        await using var holder = new NpgsqlConnection($"{_database};Pooling=false");
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await new NpgsqlCommand("SELECT FROM rooms WHERE name = 'lobby' FOR UPDATE", holder).ExecuteNonQueryAsync();
        // Active and not stuck, so no node may end it.
        await using var gate = new NpgsqlConnection($"{_database};Pooling=false");
        await gate.OpenAsync();
        await new NpgsqlCommand("SELECT pg_advisory_lock(1)", gate).ExecuteNonQueryAsync();
        var working = new NpgsqlCommand("SELECT pg_advisory_xact_lock(1)", holder).ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Messages.CommitAsync([post], 1, Cancel));
        await store.Messages.CommitAsync([Post("kitchen", "elsewhere")], 1, Cancel);
        await gate.CloseAsync();
        await working;
        await transaction.CommitAsync();

        var stored = Assert.Single((await store.Messages.CommitAsync([post], 1, Cancel)).Results);
        Assert.Equal(new() { Sequence = 1, Revision = 1, PostedAt = 1 }, stored);
        // Other rooms continue, so this is no outage of the database.
        Assert.Empty(store.Log.Collector.GetSnapshot());
    }

    /// <summary>Regression: the error was discarded, and the operator saw a locked room without a reason.</summary>
    [Fact]
    public async Task Stuck_sessions_that_cannot_be_ended_are_logged()
    {
        await using var holder = new NpgsqlConnection($"{_database};Pooling=false");
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await new NpgsqlCommand("SELECT FROM rooms WHERE name = 'lobby' FOR UPDATE", holder).ExecuteNonQueryAsync();
        await using var beside = new NpgsqlConnection($"{_database};Pooling=false");
        await beside.OpenAsync();
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        await new NpgsqlCommand(
            "CREATE SCHEMA odd; CREATE VIEW odd.pg_stat_activity AS SELECT 1 AS one; "
            + $"ALTER DATABASE {name} SET search_path TO odd, public, pg_catalog",
            beside).ExecuteNonQueryAsync();
        var store = NewStore(options: new()
        {
            IdleInTransactionTimeout = TimeSpan.FromMilliseconds(100),
            LockTimeout = TimeSpan.FromMilliseconds(200),
        });

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Messages.CommitAsync([Post("lobby", "too early")], 1, Cancel));

        var warning = Assert.Single(store.Log.Collector.GetSnapshot());
        Assert.Equal(3115, warning.Id.Id);
        Assert.Contains("SQLSTATE 42703", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_stops_in_the_middle_of_a_send_is_ended_by_waiters_for_its_room()
    {
        var store = NewStore(options: _hasty);
        using var stuck = await HalfSentTransaction.LockAsync(_database, "lobby");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Messages.CommitAsync([Post("lobby", "too early")], 1, Cancel));

        Assert.Null(await CommitWithinAsync(TimeSpan.FromSeconds(6)));
        Assert.Contains(store.Log.Collector.GetSnapshot(), record => record.Id.Id == 3107);

        // Each attempt waits for the lock, and ends the session when that has been stuck for long enough.
        async Task<string?> CommitWithinAsync(TimeSpan time)
        {
            for (var since = Stopwatch.StartNew(); ;)
            {
                try
                {
                    return Assert.Single((await store.Messages.CommitAsync([Post("lobby", "free again")], 1, Cancel)).Results).RefusalCode;
                }
                catch (StorageUnavailableException) when (since.Elapsed < time)
                {
                }
            }
        }
    }

    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    [InlineData(PostgresErrorCodes.QueryCanceled)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction)]
    [InlineData(PostgresErrorCodes.OutOfMemory)]
    [InlineData(PostgresErrorCodes.IoError)]
    [InlineData(PostgresErrorCodes.InternalError)]
    [InlineData(PostgresErrorCodes.DataCorrupted)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege)]
    [InlineData(PostgresErrorCodes.ProgramLimitExceeded)]
    [InlineData(PostgresErrorCodes.UniqueViolation, true)]
    [InlineData(PostgresErrorCodes.InvalidTextRepresentation, true)]
    public async Task A_failed_database_is_unavailable_a_defect_is_not_and_neither_leaves_traces(string sqlState, bool isDefect = false)
    {
        var (store, other) = (_stores[0], new ChatUser { UserId = "bob", Name = "Bob" });
        await store.Database.WriteAsync(
            (session, cancel) => new NpgsqlCommand(
                """
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = convert_from(NEW.text, 'UTF8'); END $$;
                CREATE TRIGGER fails BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION fail()
                """,
                session).ExecuteNonQueryAsync(cancel),
            Cancel);

        var failing = () => store.Messages.CommitAsync([new JoinCommand("lobby", other), Post("lobby", sqlState)], 1, Cancel);
        if (isDefect)
            await Assert.ThrowsAsync<PostgresException>(failing);
        else
            await Assert.ThrowsAsync<StorageUnavailableException>(failing);

        Assert.Null(await store.Rooms.FindMemberAsync("lobby", "bob", Cancel));
        Assert.Equal(0, Assert.Single((await store.Messages.ReadHeadsAsync(["lobby"], Cancel)).Revisions));
        var joined = await store.Messages.CommitAsync([new JoinCommand("lobby", other)], 1, Cancel);
        Assert.Equal(RoomRoles.Member, Assert.Single(joined.Results).Role);
    }

    /// <summary>
    /// Regression: during a failover a node briefly connected to a standby. It kept those sessions for an hour and rejected
    /// every change.
    /// </summary>
    [Fact]
    public async Task A_session_that_takes_no_changes_is_not_kept()
    {
        // A session reads it at its start, and keeps it whatever happens to the server.
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        await fixture.Server.RunAsync($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        var store = NewStore();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Messages.CommitAsync([Post("lobby", "refused")], 1, Cancel));

        await fixture.Server.RunAsync($"ALTER DATABASE {name} RESET default_transaction_read_only");

        Assert.Equal(1, Assert.Single((await store.Messages.CommitAsync([Post("lobby", "stored")], 1, Cancel)).Results).Sequence);
    }

    [Fact]
    public async Task A_batch_is_stored_once_and_acknowledged_wherever_its_connection_is_lost()
    {
        await using var proxy = TcpProxy.Start(new Uri($"tcp://127.0.0.1:{fixture.Server.Port}"));
        var target = new NpgsqlConnectionStringBuilder(_database) { Port = proxy.Url.Port, SslMode = SslMode.Disable };
        var store = new PostgresTestStore(target.ConnectionString);
        _stores.Add(store);
        long count = 0;
        // Measured on a session's second batch, because every cut hits a second batch: the batch before it ended with a retry
        // on a new session.
        var first = await store.Messages.CommitAsync([Post("lobby", "the first of a session")], 1, Cancel);
        Assert.Equal(++count, Assert.Single(first.Results).Sequence);
        var before = proxy.Passed(Way.ToClient);
        Assert.Equal(++count, Assert.Single((await store.Messages.CommitAsync([Post("lobby", "measured")], 1, Cancel)).Results).Sequence);
        var answers = proxy.Passed(Way.ToClient) - before;

        var repeated = 0;
        for (long cut = 0; cut < answers; cut += 5)
        {
            proxy.CutAfter(Way.ToClient, cut);
            var result = Assert.Single((await store.Messages.CommitAsync([Post("lobby", $"cut after {cut}")], 1, Cancel)).Results);
            Assert.Equal((null, ++count), (result.RefusalCode, result.Sequence));
            repeated += result.Duplicate ? 1 : 0;
            proxy.Pass();
        }

        // Some cuts came after the commit, and the retry found those stored.
        Assert.InRange(repeated, 1, answers / 5);
        Assert.Equal(count, Assert.Single((await store.Messages.ReadHeadsAsync(["lobby"], Cancel)).Revisions));
    }

    private PostgresTestStore NewStore(string more = "", PostgresOptions? options = null)
    {
        var store = new PostgresTestStore(_database + more, options);
        lock (_stores)
            _stores.Add(store);
        return store;
    }

    private static PostCommand Post(string room, string text, string? id = null) => new(room, _alice, id ?? TestClient.NewId(), text, null);

    /// <summary>Batches of several rooms, in the writer's own order. Other writers send the same ids.</summary>
    private static async Task WriteAsync(
        PostgresTestStore store,
        Dictionary<string, string[]> ids,
        Random random,
        ConcurrentBag<(string Id, RoomCommandResult Result)> answers)
    {
        var size = random.Next(2, 6);
        for (var start = 0; start < PerRoom; start += size)
        {
            var posts = ids.SelectMany(room => room.Value.Skip(start).Take(size).Select(id => Post(room.Key, "hello", id)))
                .OrderBy(_ => random.Next())
                .ToArray();
            var batch = await store.Messages.CommitAsync(posts, 1, Cancel);
            for (var index = 0; index < posts.Length; index++)
                answers.Add((posts[index].MessageId, batch.Results[index]));
        }
    }

    private static async Task<(string Room, List<ChatMessage> Messages)> ReadAllAsync(PostgresTestStore store, string room, Task writing)
    {
        var messages = new List<ChatMessage>();
        while (messages.Count < PerRoom && !writing.IsFaulted)
        {
            var page = await store.Messages.ReadUpdatesAsync(room, messages.Count, 50, Cancel);
            Assert.Equal(
                Enumerable.Range(messages.Count + 1, (int)page.Through - messages.Count),
                page.Messages.Select(message => (int)message.Revision));
            messages.AddRange(page.Messages);
        }
        return (room, messages);
    }
}
