using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// The database decides on batches of new messages alone, and the server on all others. Both must give the same result.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class PostgresPostsTests(PostgresFixture fixture) : IAsyncLifetime, IDisposable
{
    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };
    private static readonly ChatUser _mallory = new() { UserId = "mallory", Name = "Mallory" };

    private PostgresTestStore _store = null!;
    private string _database = "";

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync()
    {
        _database = await fixture.Server.NewDatabaseAsync();
        _store = new(_database);
        await _store.Messages.MigrateAsync(Cancel);
        await CommitAsync(new JoinCommand("lobby", _alice), new JoinCommand("kitchen", _alice));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task New_messages_take_one_message_to_the_database_and_other_batches_two_or_three()
    {
        var repeated = Post("lobby", "again");
        Assert.Equal(1, await CountAsync(Post("lobby", "one"), Post("kitchen", "two"), repeated));
        var detailed = Post("lobby", "detailed") with { Details = PostDetails.Of("{}", ["bob"]), ReplyTo = repeated.MessageId };
        Assert.Equal(1, await CountAsync(detailed, Post("kitchen", "plain")));
        // Regression: a post of the server API, and the users' posts that were committed with it, took two.
        var served = new ServiceCommand(Post("lobby", "served", _mallory));
        Assert.Equal(1, await CountAsync(served, Post("lobby", "beside it"), detailed with { MessageId = TestClient.NewId() }));
        Assert.Equal(3, await CountAsync(new ServiceCommand(Post("lobby", "by a service")), Post("lobby", "no", _mallory)));
        Assert.Equal(2, await CountAsync(Post("lobby", "three"), new LeaveCommand("kitchen", _alice)));
        Assert.Equal(3, await CountAsync(Post("lobby", "four"), repeated));
        Assert.Equal(3, await CountAsync(Post("lobby", "five", _mallory)));
    }

    [Fact]
    public async Task Each_room_numbers_its_own_in_the_order_of_the_batch()
    {
        var replied = Post("kitchen", "b");
        var results = await CommitAsync(
            Post("lobby", "a"),
            replied,
            Post("lobby", "c\0"),
            Post("kitchen", "d") with { ReplyTo = replied.MessageId },
            Post("lobby", ""));

        Assert.Equal([1, 1, 2, 2, 3], results.Select(result => result.Sequence));
        Assert.Equal(["a", "c\0", ""], (await ReadAsync("lobby")).Select(message => message.Text));
        var kitchen = await ReadAsync("kitchen");
        Assert.Equal(["b", "d"], kitchen.Select(message => message.Text));
        Assert.Equal([null, replied.MessageId], kitchen.Select(message => message.ReplyTo));
        var heads = (await _store.Messages.ReadHeadsAsync(["lobby", "kitchen"], Cancel)).Revisions;
        Assert.Equal([3, 2], heads);
    }

    [Fact]
    public async Task A_repeat_or_a_strangers_post_leaves_the_others_stored_once_and_without_a_gap()
    {
        var first = Post("lobby", "first");
        await CommitAsync(first);

        var results = await CommitAsync(
            Post("lobby", "second"), first, Post("lobby", "no", _mallory), Post("nowhere", "no"), Post("lobby", "third"));

        Assert.Equal([2, 1, 0, 0, 3], results.Select(result => result.Sequence));
        Assert.Equal([false, true, false, false, false], results.Select(result => result.Duplicate));
        Assert.Equal(
            [null, null, ChatErrorCodes.NotAMember, ChatErrorCodes.RoomNotFound, null],
            results.Select(result => result.RefusalCode));
        Assert.Equal(["first", "second", "third"], (await ReadAsync("lobby")).Select(message => message.Text));
    }

    private static PostCommand Post(string room, string text, ChatUser? user = null) =>
        new(room, user ?? _alice, TestClient.NewId(), text, null);

    private async Task<IReadOnlyList<RoomCommandResult>> CommitAsync(params RoomCommand[] commands) =>
        (await _store.Messages.CommitAsync(commands, 1, Cancel)).Results;

    private async Task<ChatMessage[]> ReadAsync(string room) => (await _store.Messages.ReadUpdatesAsync(room, 0, 100, Cancel)).Messages;

    /// <summary>
    /// The requests to this database that the driver reports meanwhile. Other tests use other databases.
    /// </summary>
    private async Task<int> CountAsync(params RoomCommand[] commands)
    {
        var name = new NpgsqlConnectionStringBuilder(_database).Database;
        var sent = new ConcurrentQueue<Activity>();
        using (var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = sent.Enqueue,
        })
        {
            ActivitySource.AddActivityListener(listener);
            await CommitAsync(commands);
        }
        return sent.Count(activity => activity.TagObjects.Any(
            tag => tag is { Key: "db.namespace" or "db.name", Value: string database } && database == name));
    }
}
