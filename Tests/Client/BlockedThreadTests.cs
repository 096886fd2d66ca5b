using System.Collections.Concurrent;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client;

/// <summary>
/// Regression: the client's awaits returned to the caller's thread. So a UI app that blocked on one call hung without end. An
/// app that runs its code on an exclusive scheduler (one task at a time, as an actor does) hung in the same way.
/// </summary>
public sealed class BlockedThreadTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly ChatServer _server = new();
    private readonly TempDirectory _folder = new();
    private readonly UiThread _ui = new();

    public void Dispose()
    {
        _ui.Dispose();
        _server.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("UI thread")]
    [InlineData("exclusive scheduler")]
    public async Task Calls_return_to_a_thread_that_blocks_on_them(string place)
    {
        using var file = new FileChatStore(_folder);
        var contexts = new ConcurrentBag<SynchronizationContext?>();
        var schedulers = new ConcurrentBag<TaskScheduler>();

        var history = await RunAsync(place, () =>
        {
            var store = new AppStore(file);
            var client = new ChatClient(
                new() { Url = _server.Url, AccessTokenProvider = GuestTokenAsync, CursorStore = store, OutboxStore = store });
            client.MessagesChanged += _ =>
            {
                contexts.Add(SynchronizationContext.Current);
                schedulers.Add(TaskScheduler.Current);
                return Task.CompletedTask;
            };
            return UseAllOf(client);
        }).WaitAsync(_deadline);

        Assert.Equal("two", Assert.Single(history.Messages).Text);
        // Handlers run on the thread pool, whichever thread created or called the client.
        Assert.NotEmpty(contexts);
        Assert.All(contexts, Assert.Null);
        Assert.All(schedulers, scheduler => Assert.Same(TaskScheduler.Default, scheduler));
    }

    private static GetHistoryResult UseAllOf(ChatClient client)
    {
        client.ConnectAsync().GetAwaiter().GetResult();
        var joined = client.JoinAsync("lobby").Result;
        var sent = client.SendAsync("lobby", "one").Result;
        client.EditAsync("lobby", sent.MessageId, "two").Wait();
        client.StartTypingAsync("lobby").Wait();
        client.StopTypingAsync("lobby").Wait();
        _ = client.ListRoomsAsync().Result;
        _ = client.GetMembersAsync("lobby").Result;
        var refused = Assert.Throws<AggregateException>(() => client.GetHistoryAsync("attic").Wait());
        Assert.IsType<ChatRefusedException>(refused.InnerException);
        var history = client.GetHistoryAsync("lobby").Result;
        client.DeleteAsync("lobby", sent.MessageId).Wait();
        client.LeaveAsync("lobby").Wait();
        client.DisposeAsync().AsTask().Wait();
        Assert.Equal(RoomRoles.Owner, joined.Role);
        return history;
    }

    private Task<T> RunAsync<T>(string place, Func<T> action) => place == "UI thread"
        ? _ui.RunAsync(action)
        : Task.Factory.StartNew(action, default, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);

    /// <summary>An app's own code, which returns to the calling thread.</summary>
    private async Task<string?> GuestTokenAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        return (await _server.GuestAsync("alice")).AccessToken;
    }

    private sealed class AppStore(FileChatStore store) : ICursorStore, IOutboxStore
    {
        public async Task<RoomCursor?> LoadAsync(string room, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return await store.LoadAsync(room, cancellationToken);
        }

        public async Task SaveAsync(string room, RoomCursor cursor, CancellationToken cancellationToken)
        {
            await Task.Yield();
            await store.SaveAsync(room, cursor, cancellationToken);
        }

        public async Task RemoveAsync(string room, CancellationToken cancellationToken)
        {
            await Task.Yield();
            await store.RemoveAsync(room, cancellationToken);
        }

        public async Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken)
        {
            await Task.Yield();
            return await store.LoadAsync(cancellationToken);
        }

        public async Task AddAsync(OutboxItem item, CancellationToken cancellationToken)
        {
            await Task.Yield();
            await store.AddAsync(item, cancellationToken);
        }

        public async Task RemoveAsync(long number, CancellationToken cancellationToken)
        {
            await Task.Yield();
            await store.RemoveAsync(number, cancellationToken);
        }
    }
}
