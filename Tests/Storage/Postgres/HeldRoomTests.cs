using System.Globalization;
using Npgsql;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Postgres;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// Regression: another session held a row of one room for 2 s, and all other rooms of the node stopped for 1.8 s.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class HeldRoomTests(PostgresFixture shared) : IAsyncLifetime
{
    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };
    private static readonly ChatUser _bob = new() { UserId = "bob", Name = "Bob" };
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    /// <summary>A send that waited for the other room would take as long as that room is held, 2 s.</summary>
    private static readonly TimeSpan _unhindered = TimeSpan.FromSeconds(1);

    private readonly string _firstId = TestClient.NewId();

    private string _database = "";

    public async Task InitializeAsync() => _database = await shared.Server.NewDatabaseAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("posts")]
    [InlineData("edits")]
    [InlineData("moderation")]
    [InlineData("joins")]
    public async Task Room_that_another_session_holds_keeps_its_order_and_holds_up_no_other(string kind)
    {
        await using var node = await StartAsync();
        var first = await node.Queue.AppendAsync(new PostCommand("held", _alice, _firstId, "first", null));
        var hold = await HoldAsync("held");
        var commands = Enumerable.Range(0, 40).Select(number => Command(kind, number));
        List<Task<RoomCommandResult>> waiting = [.. commands.Select(command => node.Queue.AppendAsync(command))];

        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(2);)
        {
            // The database handles new messages alone in one way, and all other commands in another.
            await UnhinderedAsync(node, Post("free", "hello"));
            await UnhinderedAsync(node, new JoinCommand("free", _alice));
            waiting.Add(node.Queue.AppendAsync(Command(kind, waiting.Count)));
        }
        Assert.DoesNotContain(waiting, command => command.IsCompleted);
        await hold.DisposeAsync();

        var results = await Task.WhenAll(waiting).WaitAsync(_deadline);
        Assert.Equal(results.Select(result => result.Revision).Order(), results.Select(result => result.Revision));
        await AssertStoredOnceInOrderAsync(node, kind, first.Revision, results);
        // The room is again like any other.
        Assert.Equal(results[^1].Revision + 1, (await node.Queue.AppendAsync(Post("held", "last"))).Revision);
    }

    [Fact]
    public async Task More_rooms_than_side_writers_may_wait()
    {
        await using var node = await StartAsync();
        string[] rooms = [.. Enumerable.Range(0, 2 * node.Store.Messages.SideWriters).Select(number => $"room{number}")];
        foreach (var room in rooms)
            await node.Queue.AppendAsync(new JoinCommand(room, _alice));
        var hold = await HoldAsync(rooms);
        Task<RoomCommandResult>[] waiting = [.. rooms.Select(room => node.Queue.AppendAsync(Post(room, "hello")))];

        await UnhinderedAsync(node, Post("free", "hello"));
        await UnhinderedAsync(node, new JoinCommand("new", _alice));
        await hold.DisposeAsync();

        Assert.All(await Task.WhenAll(waiting).WaitAsync(_deadline), result => Assert.Equal(1, result.Revision));
    }

    [Fact]
    public async Task Room_has_places_for_half_of_the_capacity_and_refuses_more_as_busy()
    {
        await using var node = await StartAsync(new() { QueueCapacity = 10 });
        var hold = await HoldAsync("held");
        List<Task<RoomCommandResult>> waiting = [node.Queue.AppendAsync(Post("held", "0"))];
        // In the waiting transaction, so it takes no sequence.
        await Eventually.HoldsAsync(async () => await WaitingForLocksAsync() > 0);
        for (var number = 1; number <= 5; number++)
            waiting.Add(node.Queue.AppendAsync(Post("held", string.Create(CultureInfo.InvariantCulture, $"{number}"))));
        await Eventually.TrueAsync(() => node.Queue.Held.Count == 5, "The others are set aside");

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => node.Queue.AppendAsync(Post("held", "6")));

        Assert.Equal(ChatErrorCodes.Busy, refused.Code);
        await UnhinderedAsync(node, Post("free", "hello"));
        await hold.DisposeAsync();
        Assert.Equal([1, 2, 3, 4, 5, 6], (await Task.WhenAll(waiting).WaitAsync(_deadline)).Select(result => result.Revision));
    }

    [Fact]
    public async Task Stop_waits_for_what_is_set_aside()
    {
        await using var node = await StartAsync();
        var hold = await HoldAsync("held");
        Task<RoomCommandResult>[] waiting = [node.Queue.AppendAsync(Post("held", "one")), node.Queue.AppendAsync(Post("held", "two"))];
        await UnhinderedAsync(node, Post("free", "hello"));

        var stopping = node.StopAsync();
        Assert.False(stopping.IsCompleted);
        await hold.DisposeAsync();

        await stopping.WaitAsync(_deadline);
        Assert.All(waiting, command => Assert.True(command.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Room_that_stays_held_is_refused_as_unavailable_and_freed()
    {
        await using var node = await StartAsync(database: new()
        {
            LockTimeout = TimeSpan.FromMilliseconds(500),
            IdleInTransactionTimeout = TimeSpan.FromMilliseconds(200),
        });
        await using var hold = await HoldAsync("held");

        await RefusedAsync(node.Queue.AppendAsync(Post("held", "hello")));

        await UnhinderedAsync(node, Post("free", "hello"));
        Assert.Equal(1, (await node.Queue.AppendAsync(Post("held", "again")).WaitAsync(_deadline)).Revision);
    }

    /// <summary>
    /// Regression: the log reported an outage of the database, which ended with the next message of another room and began
    /// again.
    /// </summary>
    [Fact]
    public async Task Room_that_stays_held_is_logged_once_and_is_no_outage_of_the_database()
    {
        await using var node = await StartAsync(database: new()
        {
            LockTimeout = TimeSpan.FromMilliseconds(500),
            IdleInTransactionTimeout = TimeSpan.FromMinutes(1),
        });
        var hold = await HoldAsync("held");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await RefusedAsync(node.Queue.AppendAsync(Post("held", "hello")));
            await UnhinderedAsync(node, Post("free", "hello"));
        }
        Assert.Equal([3004], node.WriterLog.Collector.GetSnapshot().Select(record => record.Id.Id));
        await hold.DisposeAsync();

        await Eventually.HoldsAsync(async () => await node.Queue.AppendAsync(Post("held", "hello"))
            .ContinueWith(sent => sent.IsCompletedSuccessfully, TaskScheduler.Default));

        Assert.Equal([3004, 3005], node.WriterLog.Collector.GetSnapshot().Select(record => record.Id.Id));
        Assert.Empty(node.Store.Log.Collector.GetSnapshot());
    }

    /// <summary>
    /// Regression: commands queued behind the first of a room waited for it, and then for as long again. Rooms beyond the
    /// number of side writers waited one after another.
    /// </summary>
    [Fact]
    public async Task Send_waits_no_longer_than_the_lock_time_out_however_many_rooms_are_held()
    {
        var options = new PostgresOptions { LockTimeout = TimeSpan.FromSeconds(2), IdleInTransactionTimeout = TimeSpan.FromMinutes(1) };
        await using var node = await StartAsync(database: options);
        string[] rooms = [.. Enumerable.Range(0, (2 * node.Store.Messages.SideWriters) + 1).Select(number => $"room{number}")];
        foreach (var room in rooms)
            await node.Queue.AppendAsync(new JoinCommand(room, _alice));
        await using var hold = await HoldAsync(rooms);

        var start = TimeProvider.System.GetTimestamp();
        List<Task> refused = [.. rooms.Select(room => RefusedAsync(node.Queue.AppendAsync(Post(room, "first"))))];
        await Eventually.HoldsAsync(async () => await WaitingForLocksAsync() == node.Store.Messages.SideWriters);
        refused.AddRange(rooms.Select(room => RefusedAsync(node.Queue.AppendAsync(Post(room, "behind")))));
        // A stop waits for the commands set aside, and their time-out limits the stop.
        await node.StopAsync().WaitAsync(_deadline);
        var took = TimeProvider.System.GetElapsedTime(start);

        Assert.InRange(took, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(3.2));
        await Task.WhenAll(refused).WaitAsync(_deadline);
        await hold.DisposeAsync();
        var heads = await node.Store.Messages.ReadHeadsAsync(rooms, CancellationToken.None);
        Assert.All(heads.Revisions, revision => Assert.Equal(0, revision));
    }

    [Fact]
    public async Task Nodes_that_write_to_the_same_rooms_at_once_leave_no_hole_and_repeat_nothing()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        var sends = Enumerable.Range(0, 300).Select(number => (number % 2 == 0 ? one : other).Queue
            .AppendAsync(Post(number % 3 == 0 ? "free" : "held", string.Create(CultureInfo.InvariantCulture, $"{number}"))));

        await Task.WhenAll(sends).WaitAsync(_deadline);

        foreach (var (room, count) in ((string, int)[])[("free", 100), ("held", 200)])
        {
            var page = await one.Store.Messages.ReadUpdatesAsync(room, 0, 1000, CancellationToken.None);
            Assert.Equal(Enumerable.Range(1, count), page.Messages.Select(message => (int)message.Revision));
            var updates = one.Updates.Concat(other.Updates).Where(update => update.Room == room).OrderBy(update => update.After).ToArray();
            Assert.Equal(updates.SkipLast(1).Select(update => update.Through), updates.Skip(1).Select(update => update.After));
        }
    }

    private async Task<QueueNode> StartAsync(CommitOptions? options = null, PostgresOptions? database = null)
    {
        var node = await QueueNode.StartAsync(_database, options, database);
        foreach (var room in (string[])["held", "free"])
        {
            await node.Queue.AppendAsync(new JoinCommand(room, _alice));
            await node.Queue.AppendAsync(new JoinCommand(room, _bob));
        }
        return node;
    }

    private static PostCommand Post(string room, string text) => new(room, _alice, TestClient.NewId(), text, null);

    private RoomCommand Command(string kind, int number) => kind switch
    {
        "posts" => Post("held", string.Create(CultureInfo.InvariantCulture, $"{number}")),
        "edits" => new EditCommand("held", _alice, _firstId, string.Create(CultureInfo.InvariantCulture, $"{number}")),
        "moderation" when number % 3 == 0 => new KickCommand("held", _alice, "bob"),
        "joins" or "moderation" when number % 3 == 1 => new JoinCommand("held", _bob),
        _ => Post("held", string.Create(CultureInfo.InvariantCulture, $"{number}")),
    };

    private async Task<long> WaitingForLocksAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(_database).Database;
        return (long)(await shared.Server.RunAsync(
            $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock'"))!;
    }

    private static async Task RefusedAsync(Task<RoomCommandResult> sent)
    {
        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => sent);
        Assert.Equal(ChatErrorCodes.StorageUnavailable, refused.Code);
    }

    private static async Task UnhinderedAsync(QueueNode node, RoomCommand command)
    {
        var start = TimeProvider.System.GetTimestamp();
        await node.Queue.AppendAsync(command).WaitAsync(_deadline);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, _unhindered);
    }

    private static async Task AssertStoredOnceInOrderAsync(QueueNode node, string kind, long after, RoomCommandResult[] results)
    {
        var page = await node.Store.Messages.ReadUpdatesAsync("held", kind == "edits" ? 0 : after, 10_000, CancellationToken.None);
        var texts = page.Messages.Select(message => int.Parse(message.Text, CultureInfo.InvariantCulture)).ToArray();
        int[] expected = kind == "edits"
            ? [results.Length - 1]
            : [.. Enumerable.Range(0, results.Length)
                .Where(number => kind == "posts" || number % 3 == 2 || (kind == "joins" && number % 3 == 0))];
        Assert.Equal(expected, texts);
        Assert.Equal(results[^1].Revision, page.Head);
    }

    /// <summary>Another session that has locked the rooms until it is disposed.</summary>
    private async Task<NpgsqlConnection> HoldAsync(params string[] rooms)
    {
        var session = new NpgsqlConnection($"{_database};Pooling=false");
        await session.OpenAsync();
        await using var take = new NpgsqlCommand(
            "SELECT FROM rooms WHERE name = ANY (@rooms) FOR UPDATE", session, await session.BeginTransactionAsync())
        {
            Parameters = { new("rooms", rooms) },
        };
        await take.ExecuteNonQueryAsync();
        return session;
    }
}
