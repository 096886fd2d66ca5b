using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Client;
using SignalRChat.Client.Internal;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

/// <summary>The inbox of the .NET client, as far as the schedules of <c>Tests/Conformance</c> do not show it.</summary>
public sealed class InboxTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_kept_inbox_is_shown_before_the_client_is_connected()
    {
        using var folder = new TempDirectory();
        await using var server = await StartAsync();
        using (var store = new FileChatStore(folder))
        {
            await using var first = new AppClient(AppClient.Options(server) with { FollowsInbox = true, InboxStore = store });
            await first.Chat.ConnectAsync();
            await first.UntilAsync(() => first.Inbox.Count == 2);
        }

        using var kept = new FileChatStore(folder);
        await using var client = new AppClient(AppClient.Options(server) with { InboxStore = kept });
        var followed = client.Chat.Inbox.FollowAsync();
        await client.UntilAsync(() => client.Inbox.Count == 2);

        Assert.Equal(ChatConnectionState.Disconnected, client.Chat.State);
        server.Inbox.Change("garden", entry => entry with { Left = RoomRemovalCodes.Kicked });
        await client.Chat.ConnectAsync();
        await followed.WaitAsync(_deadline);
        Assert.Equal("lobby", Assert.Single(client.Chat.Inbox.Entries).Room);
    }

    [Fact]
    public async Task While_the_inbox_is_read_again_in_pages_no_room_is_missing()
    {
        await using var server = await StartAsync();
        server.PageSize = 1;
        await using var client = await AppClient.ConnectAsync(server);
        var removed = new ConcurrentQueue<InboxEntry>();
        client.Chat.Inbox.Changed += changes =>
        {
            foreach (var entry in changes.Removed)
                removed.Enqueue(entry);
            return Task.CompletedTask;
        };
        await client.Chat.Inbox.FollowAsync().WaitAsync(_deadline);

        server.Inbox.Change("lobby", entry => entry with { Title = "Hall" });
        server.BreakAll();

        await client.UntilAsync(() => client.Inbox.GetValueOrDefault("lobby")?.Title == "Hall");
        Assert.Empty(removed);
    }

    [Fact]
    public async Task Read_cursors_of_a_room_wait_for_the_answer_and_the_newest_is_sent()
    {
        await using var server = await StartAsync();
        await server.PostAsync("garden", 5);
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.Inbox.FollowAsync().WaitAsync(_deadline);
        var answer = new TaskCompletionSource();
        var arrived = server.Faults.Hold(nameof(IChatHub.MarkRead), answer.Task);
        var unread = new ConcurrentQueue<long>();
        client.Chat.Inbox.Changed += changes =>
        {
            foreach (var entry in changes.Changed.Where(entry => entry.Room == "garden"))
                unread.Enqueue(entry.Unread);
            return Task.CompletedTask;
        };

        var first = client.Chat.Inbox.MarkReadAsync("garden", 1);
        await arrived.WaitAsync(_deadline);
        var later = new[] { 2, 5, 3 }.Select(sequence => client.Chat.Inbox.MarkReadAsync("garden", sequence)).ToArray();
        Assert.Equal(0, client.Chat.Inbox.Find("garden")?.Unread);
        answer.SetResult();

        Assert.Equal(1, (await first.WaitAsync(_deadline)).ReadThrough);
        Assert.All(await Task.WhenAll(later).WaitAsync(_deadline), read => Assert.Equal(5, read.ReadThrough));
        Assert.Equal([1, 5], server.Marks.Select(mark => mark.Sequence));
        await client.UntilAsync(() => client.Inbox["garden"] is { ReadThrough: 5, Unread: 0 });
        Assert.Equal(unread.OrderDescending(), unread);
    }

    [Fact]
    public async Task Read_cursors_that_wait_are_sent_when_asked_for_and_at_the_end()
    {
        await using var server = await StartAsync();
        await server.PostAsync("garden", 5);
        var client = new AppClient(AppClient.Options(server) with { FollowsInbox = true, MarkReadInterval = TimeSpan.FromHours(1) });
        await client.Chat.ConnectAsync();
        await client.Chat.Inbox.MarkReadAsync("garden", 1).WaitAsync(_deadline);

        var flushed = client.Chat.Inbox.MarkReadAsync("garden", 2);
        await client.Chat.Inbox.FlushAsync().WaitAsync(_deadline);
        Assert.Equal(2, (await flushed.WaitAsync(_deadline)).ReadThrough);
        var last = client.Chat.Inbox.MarkReadAsync("garden", 5);
        await client.DisposeAsync();

        Assert.Equal(5, (await last.WaitAsync(_deadline)).ReadThrough);
        Assert.Equal([1, 2, 5], server.Marks.Select(mark => mark.Sequence));
    }

    /// <summary>Regression: after the end each delay ended at once, and the work on a room went round in circles for ever.</summary>
    [Fact]
    public async Task The_work_on_read_cursors_ends_with_the_session()
    {
        await using var server = await StartAsync();
        await server.PostAsync("garden", 5);
        var options = AppClient.Options(server) with { TimeProvider = new FakeTimeProvider() };
        var retries = new Retries(options.EffectiveBackoff, options.TimeProvider, options.RandomSource);
        await using var session = new HubSession(options, NullLogger.Instance) { Changed = _ => { }, Established = () => { } };
        session.Begin();
        await session.ConnectAsync(CancellationToken.None).WaitAsync(_deadline);
        var marks = new ReadMarks(session, retries, options.TimeProvider, TimeSpan.FromSeconds(1), (_, _) => { }, _ => { });
        await marks.MarkAsync("garden", 1, isStored: false).WaitAsync(_deadline);
        // It waits for a second that does not pass.
        var waiting = marks.MarkAsync("garden", 2, isStored: false);

        await session.DisposeAsync().AsTask().WaitAsync(_deadline);

        await Assert.ThrowsAsync<ChatDisconnectedException>(() => waiting.WaitAsync(_deadline));
        await Eventually.TrueAsync(() => marks.IsIdle, "the end of the work");
        Assert.Single(server.Marks);
    }

    [Fact]
    public async Task To_follow_again_right_after_a_reconnect_waits_for_the_reading()
    {
        await using var server = await StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        await client.Chat.Inbox.FollowAsync().WaitAsync(_deadline);
        var answer = new TaskCompletionSource();
        var arrived = server.Faults.Hold(nameof(IChatHub.FollowInbox), answer.Task);
        await server.PostAsync("garden", 3);
        server.BreakAll();
        await arrived.WaitAsync(_deadline);

        var again = client.Chat.Inbox.FollowAsync();
        Assert.False(again.IsCompleted);
        answer.SetResult();

        await again.WaitAsync(_deadline);
        Assert.Equal(3, client.Chat.Inbox.Find("garden")?.Unread);
    }

    [Fact]
    public void A_message_that_is_edited_between_two_pages_of_a_gap_is_counted_once()
    {
        var room = new InboxRoom();
        room.Take(new InboxEntry { Room = "garden", Kind = RoomKinds.Private, Head = 200, ReadThrough = 200 });

        room.Take(202, [Message(201), Message(202)], "me");
        room.Take(206, [Message(204), Message(206)], "me");
        room.Take(208, [Message(205, 207) with { Mentions = ["me"] }, Message(203, 208), Message(201, 208)], "me");
        room.Take(209, [Message(205, 209) with { Mentions = ["me"] }], "me");

        Assert.Equal((6L, 1L, 206L), (room.Shown()!.Unread, room.Shown()!.Mentions, room.Shown()!.LastMessage!.Sequence));
    }

    [Fact]
    public async Task A_read_cursor_of_another_user_in_a_joined_room_is_an_event()
    {
        await using var server = await StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        var received = new TaskCompletionSource<ReadCursorChange>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Chat.Inbox.ReadCursorChanged += change =>
        {
            received.SetResult(change);
            return Task.CompletedTask;
        };
        await client.Chat.JoinAsync("garden");
        var change = new ReadCursorChange { Room = "garden", UserId = "bob", Sequence = 4 };

        await server.PushReadCursorAsync(change);

        Assert.Equal(change, await received.Task.WaitAsync(_deadline));
    }

    /// <summary>Regression: an app that reports unobserved exceptions received the failure of a task that only the client has.</summary>
    [Fact]
    public async Task The_client_leaves_no_failed_task_that_nobody_observes()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, e) => unobserved.Enqueue(e.Exception.GetBaseException());
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            var refused = await ConnectRefusedAsync();
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.DoesNotContain(refused, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }
    }

    [Fact]
    public async Task A_server_without_an_inbox_is_no_failure_of_the_client()
    {
        await using var server = await StartAsync();
        server.Faults.Refuse(nameof(IChatHub.FollowInbox), "unknown-method: The hub has no such method.");
        await using var client = await AppClient.ConnectAsync(server);

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => client.Chat.Inbox.FollowAsync());

        Assert.Equal(ChatErrorCodes.UnknownMethod, refused.Code);
        await client.Chat.SendAsync("lobby", "still here").WaitAsync(_deadline);
        // Not before the next connection.
        Assert.Single(server.Follows);
        Assert.Empty(client.Chat.Inbox.Entries);
    }

    [Fact]
    public async Task Changes_are_combined_while_a_handler_is_busy()
    {
        await using var server = await StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        var seen = new ConcurrentQueue<string>();
        var release = new TaskCompletionSource();
        client.Chat.Inbox.Changed += async changes =>
        {
            foreach (var entry in changes.Added.Concat(changes.Changed))
                seen.Enqueue($"{entry.Room} {entry.Title}");
            client.Noted();
            await release.Task;
        };
        await client.Chat.Inbox.FollowAsync().WaitAsync(_deadline);
        await client.UntilAsync(() => seen.Count == 2);

        foreach (var title in new[] { "one", "two", "three" })
        {
            var before = server.Inbox.Head;
            server.Inbox.Change("garden", entry => entry with { Title = title });
            await server.PushInboxAsync(server.Inbox.Range(before, server.Inbox.Head));
        }

        await Eventually.EqualAsync("three", () => client.Chat.Inbox.Find("garden")?.Title, "the title");
        release.SetResult();
        await client.UntilAsync(() => client.Inbox["garden"].Title == "three");
        Assert.Equal(["garden three"], seen.Skip(2));
    }

    private static async Task<Exception> ConnectRefusedAsync()
    {
        await using var server = await StartAsync();
        server.Status = 403;
        await using var client = new AppClient(AppClient.Options(server) with { FollowsInbox = true });
        return await Assert.ThrowsAsync<ChatAuthenticationException>(() => client.Chat.ConnectAsync().WaitAsync(_deadline));
    }

    private static ChatMessage Message(long sequence, long revision = 0) => new()
    {
        MessageId = $"id-{sequence}",
        Sequence = sequence,
        Revision = Math.Max(sequence, revision),
        UserId = "bob",
        Name = "bob",
        Text = "text",
    };

    private static async Task<FakeServer> StartAsync()
    {
        var server = await FakeServer.StartAsync();
        foreach (var room in new[] { "lobby", "garden" })
            server.Inbox.Add(room);
        return server;
    }
}
