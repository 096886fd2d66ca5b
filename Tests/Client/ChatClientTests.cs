using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

public sealed class ChatClientTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task Two_clients_talk(ChatProtocol protocol)
    {
        await using var server = await FakeServer.StartAsync();
        await using var alice = await AppClient.ConnectAsync(server, protocol);
        await using var bob = await AppClient.ConnectAsync(server, protocol);
        await alice.Chat.JoinAsync("lobby");
        await bob.Chat.JoinAsync("lobby");

        var sent = await alice.Chat.SendAsync("lobby", "hello").WaitAsync(_deadline);
        await alice.Chat.EditAsync("lobby", sent.MessageId, "hello, bob").WaitAsync(_deadline);

        await bob.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal("hello, bob", Assert.Single(bob.Messages.Values).Text);
    }

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task A_lost_update_is_fetched_and_a_repeated_one_is_dropped(ChatProtocol protocol)
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server, protocol);
        await client.Chat.JoinAsync("lobby");
        server.Copies = 2;
        server.Loses = update => update.Through is 3 or 4 or 7;

        await server.PostAsync("lobby", 10);

        await client.UntilAsync(() => client.Revisions.Count >= 10);
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), client.Revisions);
    }

    [Fact]
    public async Task However_many_updates_wait_behind_a_hole_it_is_fetched_once()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");
        var answer = new TaskCompletionSource();
        _ = server.Faults.Hold(nameof(IChatHub.GetUpdates), answer.Task);
        server.Loses = update => update.Through == 1;

        await server.PostAsync("lobby", 50);
        answer.SetResult();

        await client.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal(Enumerable.Range(1, 50).Select(n => (long)n), client.Revisions);
        Assert.Single(server.Fetches);
    }

    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task After_a_lost_connection_every_room_is_joined_with_its_cursor_and_read_in_pages(ChatProtocol protocol)
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server, protocol);
        await client.Chat.JoinAsync("lobby");
        await server.PostAsync("lobby", 3);
        await client.UntilCaughtUpAsync(server.Room("lobby"));
        server.PageSize = 4;

        server.Loses = _ => true;
        await server.PostAsync("lobby", 15);
        server.BreakAll();

        await client.UntilAsync(() => client.Rejoins.Count == 1);
        Assert.Equal(Enumerable.Range(1, 18).Select(n => (long)n), client.Revisions);
        Assert.Equal(15, client.Rejoins.Single().Missed);
        Assert.Equal((3L, "epoch-1"), (server.Joins.Last().After, server.Joins.Last().Epoch));
        Assert.Single(client.Resets);
    }

    [Fact]
    public async Task What_a_kept_cursor_missed_comes_as_changes_and_not_as_a_snapshot()
    {
        await using var server = await FakeServer.StartAsync();
        await server.PostAsync("lobby", 5);
        await using var client = await AppClient.ConnectAsync(server);

        await client.Chat.JoinAsync("lobby", new RoomCursor("epoch-1", 2));

        await client.UntilAsync(() => client.Revisions.Count == 3);
        Assert.Equal([3, 4, 5], client.Revisions);
        Assert.Empty(client.Resets);
    }

    [Fact]
    public async Task Another_epoch_in_an_update_starts_the_room_over()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");
        await server.PostAsync("lobby", 5);
        await client.UntilCaughtUpAsync(server.Room("lobby"));

        server.Room("lobby").Restore("epoch-2", keep: 2);
        await server.PostAsync("lobby", 1);

        await client.UntilAsync(() => client.Resets.Count == 2);
        await client.UntilCaughtUpAsync(server.Room("lobby"));
        // With the old cursor. By it, the server sees whether the user was removed since, in which case it must not rejoin
        // automatically.
        Assert.Equal((5L, "epoch-1"), (server.Joins.Last().After, server.Joins.Last().Epoch));
    }

    [Fact]
    public async Task A_cursor_the_server_does_not_know_starts_the_room_over()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");
        server.Faults.Refuse(nameof(IChatHub.GetUpdates), "cursor-unknown: The cursor lies beyond the head.");
        server.Loses = update => update.Through == 1;

        await server.PostAsync("lobby", 2);

        await client.UntilAsync(() => client.Resets.Count == 2);
        await client.UntilCaughtUpAsync(server.Room("lobby"));
    }

    [Fact]
    public async Task A_room_that_cannot_be_joined_again_is_reported_as_refused()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");
        server.Faults.Refuse(nameof(IChatHub.JoinRoom), "room-private: The room is private.");

        server.BreakAll();

        await client.UntilAsync(() => client.Refusals.Count == 1);
        Assert.Equal(ChatErrorCodes.RoomPrivate, client.Refusals.Single().Error.Code);
    }

    [Fact]
    public async Task A_refused_join_throws_and_the_room_can_be_joined_later()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        server.Faults.Refuse(nameof(IChatHub.JoinRoom), "room-private: The room is private.");

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => client.Chat.JoinAsync("lobby"));
        Assert.Equal(ChatErrorCodes.RoomPrivate, refused.Code);

        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);
    }

    [Fact]
    public async Task A_room_that_was_left_is_no_longer_followed()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");

        await client.Chat.LeaveAsync("lobby").WaitAsync(_deadline);
        await client.UntilAsync(() => client.Removals.Count == 1);
        server.BreakAll();
        await client.UntilAsync(() => client.States.Count(change => change.State == ChatConnectionState.Connected) == 2);

        Assert.Single(server.Joins);
    }

    /// <summary>
    /// Regression: the event of a leave arrived after its answer, met the join that followed at once, and ended that join.
    /// </summary>
    [Fact]
    public async Task A_room_that_was_left_can_be_joined_again_at_once()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        for (var i = 0; i < 20; i++)
        {
            await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);
            await client.Chat.LeaveAsync("lobby").WaitAsync(_deadline);
        }

        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);

        await client.UntilAsync(() => client.Removals.Count == 20);
        await server.PostAsync("lobby", 1);
        await client.UntilCaughtUpAsync(server.Room("lobby"));
    }

    [Fact]
    public async Task Handlers_may_call_the_client_and_wait_for_it()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        var echoed = new TaskCompletionSource<SendMessageResult>();
        client.Chat.RoomReset += async _ => echoed.TrySetResult(await client.Chat.SendAsync("lobby", "from a handler"));

        await client.Chat.JoinAsync("lobby");

        Assert.Equal(1, (await echoed.Task.WaitAsync(_deadline)).Sequence);
    }

    [Fact]
    public async Task A_slow_handler_leaves_messages_on_the_server_and_loses_none()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(AppClient.Options(server) with { EventBacklog = 5 });
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");
        var free = new TaskCompletionSource();
        client.Chat.TypingChanged += _ => free.Task;
        await client.Chat.StartTypingAsync("lobby");
        await client.UntilAsync(() => client.Typing.Count == 1);

        await server.PostAsync("lobby", 1_000);
        free.SetResult();

        await client.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal(Enumerable.Range(1, 1_000).Select(n => (long)n), client.Revisions);
    }

    [Fact]
    public async Task All_rooms_come_by_pages_also_over_an_empty_page()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        server.Lists = request => request.After switch
        {
            null => new() { Rooms = [new() { Room = "a" }, new() { Room = "b" }], HasMore = true },
            "b" => new() { HasMore = true, Next = "m" },
            "m" => new() { Rooms = [new() { Room = "z" }] },
            _ => throw new InvalidOperationException(),
        };

        var rooms = new List<string>();
        await foreach (var room in client.Chat.ListAllRoomsAsync())
            rooms.Add(room.Room);

        Assert.Equal(["a", "b", "z"], rooms);
    }

    [Fact]
    public async Task An_unsubscribed_room_is_not_joined_again_and_a_later_join_continues()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.JoinAsync("lobby");
        await server.PostAsync("lobby", 3);
        await client.UntilCaughtUpAsync(server.Room("lobby"));

        await client.Chat.UnsubscribeAsync("lobby").WaitAsync(_deadline);
        await client.Chat.UnsubscribeAsync("lobby").WaitAsync(_deadline);
        await server.PostAsync("lobby", 1);
        server.BreakAll();
        await client.UntilAsync(() => client.Connects == 2);
        Assert.Equal(5, (await client.Chat.SendAsync("lobby", "not joined").WaitAsync(_deadline)).Sequence);
        Assert.Single(server.Joins);
        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);

        await client.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal([1, 2, 3, 4, 5], client.Revisions);
        Assert.Equal(3, server.Joins.Last().After);
        Assert.Single(client.Resets);
        Assert.Single(server.Unsubscribes);
        await client.Chat.UnsubscribeAsync("lobby").WaitAsync(_deadline);
        await client.Chat.LeaveAsync("lobby").WaitAsync(_deadline);
        Assert.True((await client.Chat.JoinAsync("lobby").WaitAsync(_deadline)).Reset);
    }

    [Fact]
    public async Task To_unsubscribe_follows_a_join_under_way_and_undoes_no_later_one()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        var (answer, done) = (new TaskCompletionSource(), new TaskCompletionSource());
        var joining = server.Faults.Hold(nameof(IChatHub.JoinRoom), answer.Task);
        var leaving = server.Faults.Hold(nameof(IChatHub.UnsubscribeRoom), done.Task);
        var first = client.Chat.JoinAsync("lobby");
        await joining.WaitAsync(_deadline);

        var unsubscribed = client.Chat.UnsubscribeAsync("lobby");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Empty(server.Unsubscribes);
        answer.SetResult();
        await leaving.WaitAsync(_deadline);
        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        done.SetResult();
        await unsubscribed.WaitAsync(_deadline);

        await Eventually.EqualAsync(3, () => server.Joins.Count, "the joins");
        await client.UntilAsync(() => client.Rejoins.Count == 1);
        await server.PostAsync("lobby", 1);
        await client.UntilCaughtUpAsync(server.Room("lobby"));
    }
}
