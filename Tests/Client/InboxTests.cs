using System.Collections.Concurrent;
using SignalRChat.Client;
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

    private static async Task<FakeServer> StartAsync()
    {
        var server = await FakeServer.StartAsync();
        foreach (var room in new[] { "lobby", "garden" })
            server.Inbox.Add(room);
        return server;
    }
}
