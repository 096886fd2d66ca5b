using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

/// <summary>How an app's handlers can and cannot affect the client.</summary>
public sealed class HandlerTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_slow_handler_is_reported_while_it_runs_and_again_later()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(AppClient.Options(server) with { SlowHandlerAfter = TimeSpan.FromMilliseconds(50) });
        client.Chat.TypingChanged += _ => _free.Task;
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");
        await client.Chat.StartTypingAsync("lobby");
        await client.Chat.StartTypingAsync("lobby");

        await client.UntilAsync(() => client.Slow.Count >= 3);
        _free.SetResult();

        Assert.All(client.Slow, slow => Assert.Equal(nameof(ChatClient.TypingChanged), slow.Event));
        var running = client.Slow.Take(3).Select(slow => slow.Running.TotalMilliseconds).ToArray();
        Assert.True(running is [>= 50, >= 100, >= 200], string.Join(", ", running));
    }

    [Fact]
    public async Task A_handler_that_hangs_holds_up_neither_sends_nor_calls()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(
            AppClient.Options(server) with { EventBacklog = 3, DisposeTimeout = TimeSpan.FromMilliseconds(200) });
        client.Chat.MessagesChanged += _ => _free.Task;
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");

        for (var i = 0; i < 20; i++)
            await client.Chat.SendAsync("lobby", $"{i}").WaitAsync(_deadline);

        Assert.Equal(20, (await client.Chat.GetHistoryAsync("lobby").WaitAsync(_deadline)).Messages.Length);
        _free.SetResult();
        await client.UntilCaughtUpAsync(server.Room("lobby"));
    }

    [Fact]
    public async Task A_handler_that_hangs_while_the_connection_comes_and_goes_gathers_no_backlog()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(
            AppClient.Options(server) with { EventBacklog = 4, SlowHandlerAfter = TimeSpan.FromMilliseconds(20) });
        client.Chat.MessagesChanged += _ => _free.Task;
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");
        await server.PostAsync("lobby", 1);
        await client.UntilAsync(() => client.Revisions.Count == 1);

        for (var i = 0; i < 10; i++)
        {
            var before = server.Connections.Keys.Single();
            server.BreakAll();
            await Eventually.TrueAsync(() => server.Connections.Keys.ToArray() is [var id] && id != before, "It came back");
            await server.PostAsync("lobby", 5);
        }

        await client.UntilAsync(() => client.Slow.Any(slow => slow.Waiting >= 4));
        Assert.InRange(client.Slow.Max(slow => slow.Waiting), 4, 8);
        _free.SetResult();
        await client.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal(Enumerable.Range(1, 51).Select(n => (long)n), client.Revisions);
    }

    [Fact]
    public async Task A_handler_may_join_a_room_again_although_events_wait_behind_it()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(AppClient.Options(server) with { EventBacklog = 2 });
        var joined = new TaskCompletionSource();
        client.Chat.TypingChanged += async _ =>
        {
            await server.PostAsync("lobby", 10);
            await client.Chat.JoinAsync("lobby", after: 0);
            joined.TrySetResult();
        };
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");

        await client.Chat.StartTypingAsync("lobby");

        await joined.Task.WaitAsync(_deadline);
        await client.UntilCaughtUpAsync(server.Room("lobby"));
    }

    [Fact]
    public async Task An_exception_of_a_handler_ends_nothing()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = new AppClient(AppClient.Options(server));
        client.Chat.MessagesChanged += _ => throw new InvalidOperationException("The app's.");
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");

        await server.PostAsync("lobby", 3);

        await client.UntilCaughtUpAsync(server.Room("lobby"));
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_handler_that_hangs()
    {
        await using var server = await FakeServer.StartAsync();
        var client = new AppClient(AppClient.Options(server) with { DisposeTimeout = TimeSpan.FromMilliseconds(300) });
        client.Chat.ConnectionChanged += _ => _free.Task;
        await client.Chat.ConnectAsync();

        var began = TimeProvider.System.GetTimestamp();
        await client.DisposeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
        _free.SetResult();
    }

    [Fact]
    public async Task A_handler_may_dispose_of_the_client()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await AppClient.ConnectAsync(server);
        var disposed = new TaskCompletionSource();
        client.Chat.RoomReset += async _ =>
        {
            await client.Chat.DisposeAsync();
            disposed.SetResult();
        };

        _ = client.Chat.JoinAsync("lobby").ContinueWith(_ => { }, TaskScheduler.Default);

        await disposed.Task.WaitAsync(_deadline);
    }
}
