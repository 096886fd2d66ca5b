using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Data, mentions and replies of a message, on both protocols.</summary>
public sealed class MessageDetailTests : IDisposable
{
    private const string Room = "lobby";
    private const string Data = """{"order":7,"deep":{"list":[1.50,true,null,"\u00e9\ud800"]}}""";

    private readonly ChatServer _server = new();

    public static TheoryData<string> Protocols => ["json", "messagepack"];

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Details_reach_every_reader_as_they_were_sent(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol == "json" ? "messagepack" : "json");
        await bob.JoinAsync(Room);
        await alice.JoinAsync(Room);
        var plain = TestClient.NewId();
        await alice.SendAsync(Room, "plain", plain);
        var request = new SendMessageRequest
        {
            Room = Room,
            MessageId = TestClient.NewId(),
            Text = "detailed",
            ReplyTo = plain,
            Data = Data,
            Mentions = [bob.Guest.UserId, "someone else", bob.Guest.UserId],
        };

        await alice.CallAsync<SendMessageResult>(nameof(IChatHub.SendMessage), request);

        var live = await bob.ReadThroughAsync(0, 2);
        var joined = await bob.JoinAsync(Room);
        var updates = await bob.CallAsync<GetUpdatesResult>(
            nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = 0, Limit = 10 });
        var history = await bob.CallAsync<GetHistoryResult>(
            nameof(IChatHub.GetHistory), new GetHistoryRequest { Room = Room, Limit = 10 });
        foreach (var messages in (IReadOnlyList<ChatMessage>[])[live, joined.Update.Messages, updates.Messages, history.Messages])
        {
            Assert.Equal((null, null), (messages[0].Data, messages[0].Mentions));
            Assert.Equal((Data, plain, null), (messages[1].Data, messages[1].ReplyTo, messages[1].Kind));
            Assert.Equal([bob.Guest.UserId, "someone else"], messages[1].Mentions!);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Data_mentions_and_replies_that_are_not_accepted_have_a_code(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);
        var send = new SendMessageRequest { Room = Room, Text = "no" };
        string Deep(int levels) => $"{string.Concat(Enumerable.Repeat("""{"a":""", levels - 1))}{{}}{new string('}', levels - 1)}";
        string Large(int bytes) => $$"""{"é":"{{new string('x', bytes - 9)}}"}""";
        (string Code, SendMessageRequest Request)[] refused =
        [
            ("invalid-argument", send with { Data = "[1]" }),
            ("invalid-argument", send with { Data = "\"text\"" }),
            ("data-too-large", send with { Data = Deep(33) }),
            ("data-too-large", send with { Data = Large(8_193) }),
            ("invalid-argument", send with { Mentions = [.. Enumerable.Range(0, 51).Select(place => $"user {place}")] }),
            ("invalid-argument", send with { Mentions = ["bob", ""] }),
            ("invalid-argument", send with { Mentions = ["bob", null!] }),
            ("message-not-found", send with { ReplyTo = TestClient.NewId() }),
        ];
        if (protocol == "messagepack")
            refused = [.. refused, ("invalid-argument", send with { Data = "{" }), ("invalid-argument", send with { Data = "" })];

        foreach (var (code, request) in refused)
        {
            var error = await Assert.ThrowsAsync<HubException>(() => SendAsync(alice, request));
            Assert.Contains($"HubException: {code}: ", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(1, (await SendAsync(alice, send with { Data = Deep(32) })).Sequence);
        Assert.Equal(2, (await SendAsync(alice, send with { Data = Large(8_192), Mentions = [] })).Sequence);
        string[] most = [.. Enumerable.Range(0, 50).Select(place => $"user {place}")];
        Assert.Equal(3, (await SendAsync(alice, send with { Mentions = most })).Sequence);
    }

    private static Task<SendMessageResult> SendAsync(TestClient client, SendMessageRequest request) =>
        client.CallAsync<SendMessageResult>(nameof(IChatHub.SendMessage), request with { MessageId = TestClient.NewId() });
}
