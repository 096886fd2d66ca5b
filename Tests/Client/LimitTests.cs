using System.ComponentModel.DataAnnotations;
using System.Reflection;
using SignalRChat.Client;
using SignalRChat.Client.Internal;
using SignalRChat.Contracts;
using SignalRChat.Services.Rooms;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client;

/// <summary>The client follows the server's limits, and a rejected text blocks no other.</summary>
public sealed class LimitTests : IDisposable
{
    private const string Room = "lobby";

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100, ChatProtocol.Json)]
    [InlineData(100, ChatProtocol.MessagePack)]
    [InlineData(5_000, ChatProtocol.Json)]
    [InlineData(5_000, ChatProtocol.MessagePack)]
    public async Task The_longest_text_is_the_servers(int most, ChatProtocol protocol)
    {
        using var server = Server(most);
        await using var client = await ConnectAsync(server, await server.GuestAsync("alice"), protocol);
        var joined = await client.Chat.JoinAsync(Room).WaitAsync(_deadline);

        var sent = await client.Chat.SendAsync(Room, new string('x', most)).WaitAsync(_deadline);
        await client.Chat.EditAsync(Room, sent.MessageId, new string('y', most)).WaitAsync(_deadline);
        var refused = await RefusalAsync(client.Chat.SendAsync(Room, new string('x', most + 1)));
        var edit = await RefusalAsync(client.Chat.EditAsync(Room, sent.MessageId, new string('x', most + 1)));

        Assert.Equal((most, most), (joined.Limits?.TextLength, client.Chat.Limits.TextLength));
        // The client's own error text: it did not ask the server.
        Assert.Equal($"text-too-long The text has {most + 1} characters; the limit is {most}.", refused);
        Assert.Equal(refused, edit);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    public async Task Before_the_first_join_the_server_decides(int most)
    {
        using var server = Server(most);
        var guest = await MemberAsync(server);
        await using var client = await ConnectAsync(server, guest);

        var tooLong = client.Chat.SendAsync(Room, new string('x', most + 1));
        var endless = client.Chat.SendAsync(Room, new string('x', 100_001));
        var fits = client.Chat.SendAsync(Room, new string('x', most));

        Assert.Equal($"text-too-long The text has {most + 1} characters; the limit is {most}.", await RefusalAsync(tooLong));
        Assert.Equal("text-too-long The text has 100001 characters; the limit of every server is 100000.", await RefusalAsync(endless));
        Assert.Equal(1, (await fits.WaitAsync(_deadline)).Sequence);
        Assert.Equal(1, client.Connects);
    }

    /// <summary>Regression: the client rejected the text by its compiled-in limits, and deleted it.</summary>
    [Theory]
    [InlineData(ChatProtocol.Json)]
    [InlineData(ChatProtocol.MessagePack)]
    public async Task A_text_of_an_earlier_run_is_sent_before_the_first_join_if_limits_are_larger(ChatProtocol protocol)
    {
        const int Most = 20_000;
        using var server = Server(Most, receiveBytes: 131_072);
        var guest = await MemberAsync(server);
        using var store = new FileChatStore(_folder);
        await store.AddAsync(Item(1, OutboxKind.Send, TestClient.NewId(), new string('é', Most)), CancellationToken.None);

        await using var client = await ConnectAsync(server, guest, protocol, store, textLength: 100);
        await client.UntilAsync(() => client.Outcomes.Count == 1);
        await using var unbound = await ConnectAsync(server, guest, protocol);
        var sent = await unbound.Chat.SendAsync(Room, new string('é', Most)).WaitAsync(_deadline);

        Assert.Null(client.Outcomes.Single().Refused);
        Assert.Equal(2, sent.Sequence);
        Assert.Equal((1, 1), (client.Connects, unbound.Connects));
        Assert.Empty(await store.LoadAsync(CancellationToken.None));
    }

    /// <summary>
    /// Regression: with a lower frame limit, the client sent the text again and again, and each attempt ended the connection.
    /// </summary>
    [Theory]
    [InlineData(4_000, ChatProtocol.Json)]
    [InlineData(4_000, ChatProtocol.MessagePack)]
    [InlineData(100_000, ChatProtocol.Json)]
    [InlineData(100_000, ChatProtocol.MessagePack)]
    public async Task A_text_too_large_for_a_frame_is_refused_before_the_first_join_and_blocks_nothing(int length, ChatProtocol protocol)
    {
        using var server = Server(100, receiveBytes: 2_048);
        var guest = await MemberAsync(server);
        await using var client = await ConnectAsync(server, guest, protocol);

        var tooLarge = client.Chat.SendAsync(Room, new string('x', length));
        var (behind, beside) = (client.Chat.SendAsync(Room, "behind"), client.Chat.SendAsync("elsewhere", "beside"));

        Assert.Equal(
            $"text-too-long The text has {length} characters, which exceeds the server's limit of a frame.", await RefusalAsync(tooLarge));
        Assert.Equal(1, (await behind.WaitAsync(_deadline)).Sequence);
        Assert.StartsWith("room-not-found", await RefusalAsync(beside), StringComparison.Ordinal);
        Assert.Equal(2, client.Connects);
    }

    [Fact]
    public void The_longest_text_of_any_server_is_what_its_setting_allows()
    {
        var range = typeof(LimitOptions).GetProperty(nameof(LimitOptions.TextLength))!.GetCustomAttribute<RangeAttribute>()!;

        Assert.Equal(KnownLimits.LongestText, range.Maximum);
        Assert.Contains(
            $"longestText = {KnownLimits.LongestText:#_###}",
            RepositoryRoot.Read("wwwroot/js/client/known-limits.js"),
            StringComparison.Ordinal);
    }

    /// <summary>An operator lowers the limit while a stopped app has longer texts in its store.</summary>
    [Fact]
    public async Task What_an_earlier_run_left_and_the_server_no_longer_takes_holds_up_nothing()
    {
        using var server = Server(100);
        var guest = await MemberAsync(server);
        var (long1, long2, fine) = (TestClient.NewId(), TestClient.NewId(), TestClient.NewId());
        using var store = new FileChatStore(_folder);
        OutboxItem[] left =
        [
            Item(1, OutboxKind.Send, long1, new string('x', 101)),
            Item(2, OutboxKind.Edit, long1, "changed"),
            Item(3, OutboxKind.Send, fine, "fine"),
            Item(4, OutboxKind.Send, long2, new string('x', 30_000)),
            Item(5, OutboxKind.Delete, long2, ""),
            Item(6, OutboxKind.Edit, fine, "finer"),
        ];
        foreach (var item in left)
            await store.AddAsync(item, CancellationToken.None);

        await using var client = await ConnectAsync(server, guest, store: store);
        await client.UntilAsync(() => client.Outcomes.Count == left.Length);
        var after = await client.Chat.SendAsync(Room, "after").WaitAsync(_deadline);

        Assert.Equal(
            ["text-too-long", "message-not-found", null, "text-too-long", "message-not-found", null],
            client.Outcomes.Select(outcome => outcome.Refused?.Code));
        Assert.Equal(3, after.Sequence);
        Assert.Equal(1, client.Connects);
        Assert.Empty(await store.LoadAsync(CancellationToken.None));
    }

    private static ChatServer Server(int textLength, int receiveBytes = ChatLimits.ReceiveBytes) =>
        new(new() { ["Chat:Limits:TextLength"] = $"{textLength}", ["Chat:Limits:ReceiveBytes"] = $"{receiveBytes}" });

    /// <summary>A guest who is a member of the room, on a lost connection.</summary>
    private static async Task<GuestTokenResult> MemberAsync(ChatServer server)
    {
        var guest = await server.GuestAsync("alice");
        await using var before = await ConnectAsync(server, guest);
        await before.Chat.JoinAsync(Room).WaitAsync(_deadline);
        return guest;
    }

    private static OutboxItem Item(long number, OutboxKind kind, string messageId, string text) =>
        new() { Number = number, Kind = kind, Room = Room, MessageId = messageId, Text = text };

    private static async Task<AppClient> ConnectAsync(
        ChatServer server,
        GuestTokenResult guest,
        ChatProtocol protocol = ChatProtocol.Json,
        IOutboxStore? store = null,
        int? textLength = null)
    {
        var client = new AppClient(new()
        {
            Url = server.Url,
            Protocol = protocol,
            OutboxStore = store,
            TextLength = textLength,
            AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken),
        });
        await client.Chat.ConnectAsync().WaitAsync(_deadline);
        return client;
    }

    private static async Task<string> RefusalAsync(Task call)
    {
        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => call.WaitAsync(_deadline));
        return $"{refused.Code} {refused.Message}";
    }
}
