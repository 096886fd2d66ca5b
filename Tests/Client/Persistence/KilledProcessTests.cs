using CsCheck;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client.Persistence;

/// <summary>
/// An app with a file store is killed at one of its writes, again and again, and restarted on the same folder. The texts of its
/// outbox are in the room once and in order, and its list has every change. The kill is simulated: the store stops writing and
/// the network disconnects. The files are real.
/// </summary>
public sealed class KilledProcessTests
{
    private const int Sends = 6;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private static readonly Gen<(int Write, bool AfterIt)[]> _kills = Gen.Select(Gen.Int[1, 18], Gen.Bool).Array[1, 4];

    [Fact]
    public Task A_kill_at_any_write_loses_nothing_and_sends_nothing_twice() => _kills.SampleAsync(
        async kills =>
        {
            var life = new Life(await FakeServer.StartAsync());
            await using var server = life.Server;
            using var folder = new TempDirectory();
            foreach (var (write, afterIt) in kills)
                await life.LiveAsync(folder, write, afterIt);
            await life.LiveAsync(folder, killAtWrite: 0, afterIt: false);

            var stored = server.Room("lobby").Stored;
            Assert.Equal(life.Added, stored.Where(message => message.UserId != "poster").Select(message => message.Text));
            Assert.Equal(stored.Select(message => message.Revision), life.Had.Distinct());
            // After a kill between the handler and the cursor's write, the handler gets that one event again, and nothing
            // before it.
            Assert.Empty(life.RepeatedBeforeTheLast);
        },
        iter: 30,
        threads: 3);

    /// <summary>The state that outlives the processes of one app.</summary>
    private sealed class Life(FakeServer server)
    {
        public FakeServer Server => server;

        public List<long> Had { get; } = [];

        public List<string> Added { get; } = [];

        public List<long> RepeatedBeforeTheLast { get; } = [];

        private long[] LastOfLifeBefore { get; set; } = [];

        private long[] Last { get; set; } = [];

        /// <summary>Runs from a start to the kill, or until there is no work left.</summary>
        public async Task LiveAsync(TempDirectory folder, int killAtWrite, bool afterIt)
        {
            LastOfLifeBefore = Last;
            using var files = new FileChatStore(folder);
            using var store = new KillableStore(files, killAtWrite, afterIt);
            await using var proxy = TcpProxy.Start(server.Url);
            await using var chat = new ChatClient(AppClient.Options(server) with
            {
                Url = proxy.Url,
                CursorStore = store,
                OutboxStore = store,
                DisposeTimeout = TimeSpan.FromMilliseconds(50),
            });
            chat.MessagesChanged += changes => HaveAsync(store, changes.Messages);

            await Task.WhenAny(TalkAsync(chat, store), store.Killed).Unwrap().WaitAsync(_deadline);
            await store.KillAsync();
            proxy.Refuse();
            Added.AddRange(store.Added);
        }

        private async Task TalkAsync(ChatClient chat, KillableStore store)
        {
            var known = await store.LoadAsync("lobby", default);
            await chat.ConnectAsync();
            await chat.JoinAsync("lobby", after: known is null ? 0 : null);
            var sends = Enumerable.Range(1, Sends).Select(n => chat.SendAsync("lobby", $"{n}: {Guid.NewGuid()}")).ToArray();
            await server.PostAsync("lobby", 3);
            await Task.WhenAll(sends);
            await Eventually.TrueAsync(() => HasAll() && chat.PendingCount == 0, "The app has everything");
        }

        private bool HasAll()
        {
            lock (Had)
                return Had.Count > 0 && Had[^1] == server.Room("lobby").Head;
        }

        private Task HaveAsync(KillableStore store, IEnumerable<ChatMessage> messages)
        {
            lock (Had)
            {
                if (store.Killed.IsCompleted)
                    return new TaskCompletionSource().Task;
                Last = [.. messages.Select(message => message.Revision)];
                RepeatedBeforeTheLast.AddRange(Last.Intersect(Had).Except(LastOfLifeBefore));
                Had.AddRange(Last);
                return Task.CompletedTask;
            }
        }
    }
}
