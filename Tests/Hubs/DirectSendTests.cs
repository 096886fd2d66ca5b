using System.Globalization;
using System.Text.Json;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Sends that do not pass SignalR's dispatcher. A call with headers does pass it: so both can be compared.</summary>
public sealed class DirectSendTests
{
    [Fact]
    public async Task A_send_is_answered_as_by_the_dispatcher()
    {
        await using var server = new ChatServer();
        using var alice = await server.ConnectRawAsync("alice");
        await alice.JoinAsync("lobby");
        var id = TestClient.NewId();
        await alice.SendAsync(Call("SendMessage", Request(id, "lobby", "hello"), headers: ""));
        await alice.AnswerAsync();

        foreach (var request in new[]
        {
            Request(id, "lobby", "hello"), Request(id, "elsewhere", "hello"), Request(id, "lobby", ""), Request("x", "lobby", "hello"),
            Request(id, "lobby", new string('x', 5000)), """{"room":"lobby"}""", "{}", "null",
        })
        {
            foreach (var method in new[] { "SendMessage", "sendmessage" })
            {
                await alice.SendAsync(Call(method, request, headers: ""));
                var direct = (await alice.AnswerAsync()).GetRawText();
                await alice.SendAsync(Call(method, request, headers: ""","headers":{"a":"b"}"""));
                Assert.Equal((await alice.AnswerAsync()).GetRawText(), direct);
            }
        }
    }

    [Fact]
    public async Task Answers_of_one_commit_to_one_connection_are_one_message_of_the_web_socket()
    {
        await using var server = new ChatServer(services: HookedStore.Register);
        using var alice = await server.ConnectRawAsync("alice");
        await alice.JoinAsync("lobby");
        var (first, second, commits) = (new Gate(), new Gate(), 0);
        server.Get<HookedStore>().BeforeCommit = () => (++commits == 1 ? first : second).PassAsync();
        await alice.SendAsync(Send("first"));
        await first.Reached;
        await alice.SendAsync(string.Join('\u001e', Enumerable.Range(0, 9).Select(number => Send($"{number}"))));
        await Eventually.TrueAsync(() => server.Get<CommandQueue>().Waiting.Count == 9, "the sends wait for one commit");

        List<int> answers = [];
        first.Open();
        await ReadAsync(alice, answers, until: 1);
        second.Open();
        await ReadAsync(alice, answers, until: 10);

        Assert.Contains(9, answers);
    }

    /// <summary>Notes how many answers each message has.</summary>
    private static async Task ReadAsync(RawClient client, List<int> answers, int until)
    {
        while (answers.Sum() < until)
        {
            await client.ReadSomeAsync();
            var read = System.Text.Encoding.UTF8.GetString(client.Unread.Span);
            answers.Add(read.Split("{\"type\":3").Length - 1);
            client.Take(client.Unread.Length);
        }
    }

    private static string Send(string text) => Call("SendMessage", Request(TestClient.NewId(), "lobby", text), headers: "");

    private static string Request(string id, string room, string text) => JsonSerializer.Serialize(
        new SendMessageRequest { MessageId = id, Room = room, Text = text }, JsonSerializerOptions.Web);

    private static string Call(string method, string request, string headers) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"type":1{{headers}},"invocationId":"1","target":"{{method}}","arguments":[{{request}}]}""");
}
