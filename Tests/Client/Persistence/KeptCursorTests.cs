using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SignalRChat.Client;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client.Persistence;

public sealed class KeptCursorTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_goes_on_where_the_one_before_it_stood()
    {
        await using var server = await FakeServer.StartAsync();
        await server.PostAsync("lobby", 60);
        AssertRun(true, Range(11, 60), await RunAsync(server));
        await server.PostAsync("lobby", 300);

        AssertRun(false, Range(61, 360), await RunAsync(server));
        AssertRun(false, [], await RunAsync(server));
    }

    [Fact]
    public async Task A_change_whose_handler_failed_is_handed_over_again_with_all_that_followed()
    {
        await using var server = await FakeServer.StartAsync();
        await RunAsync(server);
        await server.PostAsync("lobby", 1);
        await RunAsync(server);

        using (var store = new FileChatStore(_folder))
        {
            await using var failing = new AppClient(AppClient.Options(server) with { CursorStore = store });
            failing.Chat.MessagesChanged += changes =>
                changes.Messages.Any(message => message.Revision == 3)
                    ? throw new InvalidOperationException("The app's.")
                    : Task.CompletedTask;
            await failing.Chat.ConnectAsync();
            await failing.Chat.JoinAsync("lobby");
            await server.PostAsync("lobby", 5);
            await failing.UntilAsync(() => failing.Revisions.Count == 5);
        }

        var (_, again) = await RunAsync(server);
        Assert.Contains(3, again);
        Assert.Equal(Range(again[0], 6), again);
    }

    [Fact]
    public async Task Joining_again_in_the_same_run_repeats_nothing_although_handlers_are_behind()
    {
        await using var server = await FakeServer.StartAsync();
        using var store = new FileChatStore(_folder);
        await using var client = new AppClient(AppClient.Options(server) with { CursorStore = store });
        var free = new TaskCompletionSource();
        client.Chat.MessagesChanged += _ => free.Task;
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby", after: 0);
        await server.PostAsync("lobby", 5);
        await client.UntilAsync(() => client.Revisions.Count == 1);

        await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        await server.PostAsync("lobby", 5);
        free.SetResult();

        await client.UntilCaughtUpAsync(server.Room("lobby"));
        Assert.Equal(Range(1, 10), client.Revisions);
        Assert.Empty(client.Resets);
    }

    [Fact]
    public async Task A_room_that_was_left_begins_anew()
    {
        await using var server = await FakeServer.StartAsync();
        await server.PostAsync("lobby", 3);
        using var store = new FileChatStore(_folder);
        await using var client = new AppClient(AppClient.Options(server) with { CursorStore = store });
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby");
        await client.Chat.LeaveAsync("lobby");

        await client.Chat.JoinAsync("lobby");

        await client.UntilAsync(() => client.Resets.Count == 2);
    }

    [Fact]
    public async Task A_restored_database_is_a_reset_in_the_next_run()
    {
        await using var server = await FakeServer.StartAsync();
        await server.PostAsync("lobby", 5);
        await RunAsync(server);

        server.Room("lobby").Restore("epoch-2", keep: 2);

        AssertRun(true, Range(1, 2), await RunAsync(server));
    }

    [Fact]
    public async Task A_store_that_fails_is_logged_and_holds_up_nothing()
    {
        await using var server = await FakeServer.StartAsync();
        var log = new FakeLogCollector();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(new FakeLoggerProvider(log)));
        await using var client = new AppClient(AppClient.Options(server) with { CursorStore = new BrokenStore(), LoggerFactory = logs });
        await client.Chat.ConnectAsync();
        await client.Chat.JoinAsync("lobby", after: 0);

        await server.PostAsync("lobby", 3);

        await client.UntilCaughtUpAsync(server.Room("lobby"));
        await Eventually.TrueAsync(() => log.GetSnapshot().Any(line => line.Id.Id == 4008), "a line of the log");
        Assert.All(log.GetSnapshot().Where(line => line.Id.Id == 4008), line => Assert.IsType<IOException>(line.Exception));
    }

    /// <summary>
    /// One run of an app that joins, reaches the head and ends. Returns whether the room began anew, and the revisions that the
    /// app received.
    /// </summary>
    private async Task<(bool WasReset, long[] Revisions)> RunAsync(FakeServer server)
    {
        using var store = new FileChatStore(_folder);
        var client = new AppClient(AppClient.Options(server) with { CursorStore = store });
        await client.Chat.ConnectAsync();
        var joined = await client.Chat.JoinAsync("lobby").WaitAsync(_deadline);
        var isEmpty = !joined.Reset && joined.Update.After == joined.Head;
        await client.UntilAsync(() => isEmpty || (joined.Reset && joined.Head == 0) || client.Revisions.LastOrDefault() == joined.Head);
        await client.DisposeAsync();
        return (!client.Resets.IsEmpty, [.. client.Revisions]);
    }

    private static void AssertRun(bool wasReset, IEnumerable<long> revisions, (bool WasReset, long[] Revisions) run)
    {
        Assert.Equal(revisions, run.Revisions);
        Assert.Equal(wasReset, run.WasReset);
    }

    private static IEnumerable<long> Range(long first, long last) =>
        Enumerable.Range((int)first, (int)(last - first + 1)).Select(n => (long)n);

    private sealed class BrokenStore : ICursorStore
    {
        public Task<RoomCursor?> LoadAsync(string room, CancellationToken cancellationToken) => Task.FromResult<RoomCursor?>(null);

        public Task SaveAsync(string room, RoomCursor cursor, CancellationToken cancellationToken) =>
            throw new IOException("The disk is full.");

        public Task RemoveAsync(string room, CancellationToken cancellationToken) => throw new IOException("The disk is full.");
    }
}
