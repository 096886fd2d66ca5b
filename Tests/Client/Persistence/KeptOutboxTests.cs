using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client.Persistence;

public sealed class KeptOutboxTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Entries_of_an_earlier_run_are_sent_first_in_order_with_their_outcomes()
    {
        await using var server = await FakeServer.StartAsync();
        await LeaveBehindAsync(server, "1", "2", "3");
        server.Faults.Refuse(nameof(IChatHub.SendMessage), "text-too-long: Not this one.");

        using var store = new FileChatStore(_folder);
        await using var client = new AppClient(AppClient.Options(server) with { OutboxStore = store });
        await client.Chat.ConnectAsync();
        var last = await client.Chat.SendAsync("lobby", "4").WaitAsync(_deadline);
        await client.UntilAsync(() => client.Outcomes.Count == 3);

        Assert.Equal(["2", "3", "4"], server.Room("lobby").Stored.Select(message => message.Text));
        Assert.Equal(3, last.Sequence);
        Assert.Equal([("1", 0, "text-too-long"), ("2", 1, null), ("3", 2, null)],
            client.Outcomes.Select(outcome => (outcome.Item.Text, outcome.Revision, outcome.Refused?.Code)));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_message_the_server_had_already_is_not_stored_twice()
    {
        await using var server = await FakeServer.StartAsync();
        await LeaveBehindAsync(server, "once");
        server.Room("lobby").Send(new() { Room = "lobby", MessageId = Ids().Single(), Text = "once" }, "me");

        using var store = new FileChatStore(_folder);
        await using var client = new AppClient(AppClient.Options(server) with { OutboxStore = store });
        await client.Chat.ConnectAsync();
        await client.UntilAsync(() => client.Outcomes.Count == 1);

        Assert.Single(server.Room("lobby").Stored);
        Assert.Null(client.Outcomes.Single().Refused);
    }

    [Fact]
    public async Task Edits_and_deletions_are_kept_as_well()
    {
        await using var server = await FakeServer.StartAsync();
        var (edited, deleted) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        foreach (var id in (string[])[edited, deleted])
            server.Room("lobby").Send(new() { Room = "lobby", MessageId = id, Text = "text" }, "me");
        await LeaveBehindAsync(server, chat => [chat.EditAsync("lobby", edited, "changed"), chat.DeleteAsync("lobby", deleted)]);

        using var store = new FileChatStore(_folder);
        await using var client = new AppClient(AppClient.Options(server) with { OutboxStore = store });
        await client.Chat.ConnectAsync();
        await client.UntilAsync(() => client.Outcomes.Count == 2);

        Assert.Equal(["changed", ""], server.Room("lobby").Stored.Select(message => message.Text));
    }

    [Fact]
    public async Task Nothing_is_sent_before_it_is_on_disk_and_what_cannot_be_kept_fails()
    {
        await using var server = await FakeServer.StartAsync();
        var (kept, store) = (new TaskCompletionSource(), new ScriptedOutbox());
        store.OnAdd = _ => kept.Task;
        await using var client = new AppClient(AppClient.Options(server) with { OutboxStore = store });
        await client.Chat.ConnectAsync();

        var first = client.Chat.SendAsync("lobby", "first");
        await store.Asked.WaitAsync(_deadline);
        await client.Chat.ListRoomsAsync();
        Assert.Empty(server.Sends);
        kept.SetResult();
        await first.WaitAsync(_deadline);

        store.OnAdd = _ => Task.FromException(new IOException("The disk is full."));
        await Assert.ThrowsAsync<IOException>(() => client.Chat.SendAsync("lobby", "second").WaitAsync(_deadline));
        Assert.Single(server.Sends);
    }

    [Fact]
    public async Task A_send_that_is_given_up_is_not_sent_by_the_next_run()
    {
        await using var server = await FakeServer.StartAsync();
        using var giveUp = new CancellationTokenSource();
        await LeaveBehindAsync(server, chat =>
        {
            var givenUp = chat.SendAsync("lobby", "given up", cancellationToken: giveUp.Token);
            var sends = new Task[] { givenUp, chat.SendAsync("lobby", "kept") };
            giveUp.Cancel();
            return sends;
        });

        Assert.Contains("kept", File.ReadAllText(Assert.Single(Files())));
    }

    [Fact]
    public async Task After_a_close_for_good_the_next_connect_sends_what_is_left()
    {
        await using var server = await FakeServer.StartAsync();
        using var store = new FileChatStore(_folder);
        await using var client = new AppClient(AppClient.Options(server) with { OutboxStore = store });
        await client.Chat.ConnectAsync();
        server.Status = 401;
        server.Faults.CutBefore(nameof(IChatHub.SendMessage));
        await Assert.ThrowsAsync<ChatAuthenticationException>(() => client.Chat.SendAsync("lobby", "later").WaitAsync(_deadline));

        server.Status = null;
        await client.Chat.ConnectAsync().WaitAsync(_deadline);

        await client.UntilAsync(() => client.Outcomes.Count == 1);
        Assert.Equal("later", server.Room("lobby").Stored.Single().Text);
    }

    private Task LeaveBehindAsync(FakeServer server, params string[] texts) =>
        LeaveBehindAsync(server, chat => [.. texts.Select(text => chat.SendAsync("lobby", text))]);

    /// <summary>A run that is offline when it has something to send, and ends offline.</summary>
    private async Task LeaveBehindAsync(FakeServer server, Func<ChatClient, Task[]> send)
    {
        using var store = new FileChatStore(_folder);
        await using var proxy = TcpProxy.Start(server.Url);
        var client = new AppClient(AppClient.Options(server) with { Url = proxy.Url, OutboxStore = store });
        await client.Chat.ConnectAsync();
        proxy.Refuse();
        await client.UntilAsync(() => client.States.Last().State == ChatConnectionState.Reconnecting);

        var sends = send(client.Chat);
        var kept = sends.Count(task => !task.IsCanceled);
        int Unsent() => sends.Count(task => !task.IsCompleted);
        await Eventually.TrueAsync(
            () => Files().Length == client.Chat.PendingCount && Unsent() == client.Chat.PendingCount, "All are kept");
        await client.DisposeAsync();
        foreach (var task in sends)
            await Assert.ThrowsAnyAsync<Exception>(() => task.WaitAsync(_deadline));
        Assert.InRange(Files().Length, 1, kept);
    }

    private string[] Files() => Directory.GetFiles(Path.Combine(_folder, "outbox"), "*.json");

    private IEnumerable<string> Ids() =>
        Files().Select(file => System.Text.Json.JsonSerializer.Deserialize<OutboxItem>(File.ReadAllText(file))!.MessageId);

    private sealed class ScriptedOutbox : IOutboxStore
    {
        private readonly TaskCompletionSource _asked = new();

        public Func<OutboxItem, Task> OnAdd { get; set; } = _ => Task.CompletedTask;

        public Task Asked => _asked.Task;

        public Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<OutboxItem>>([]);

        public Task AddAsync(OutboxItem item, CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            return OnAdd(item);
        }

        public Task RemoveAsync(long number, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
