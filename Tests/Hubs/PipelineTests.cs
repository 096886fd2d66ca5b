using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>A client that does not wait for answers: its sends share commits, and every call acts as if it had waited.</summary>
public sealed class PipelineTests
{
    private const int InFlight = 32;

    /// <summary>On both kinds of writer.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sends_in_flight_share_commits_and_keep_their_order(bool ownThread)
    {
        await using var server = new ChatServer(services: services => HookedStore.Register(services, ownThread));
        await using var alice = await server.ConnectAsync("alice");
        await alice.JoinAsync("lobby");
        var (queue, first, commits, most) = (server.Get<CommandQueue>().Waiting, new Gate(), 0, 0);
        server.Get<HookedStore>().BeforeCommit = async () =>
        {
            most = Math.Max(most, queue.Count);
            await (++commits == 1 ? first.PassAsync() : Task.CompletedTask);
            // Like a database on a network: not in the call that enqueues.
            await Task.Yield();
        };

        List<Task<SendMessageResult>> sends = [alice.SendAsync("lobby", "0")];
        await first.Reached;
        sends.AddRange(Enumerable.Range(1, 6 * InFlight).Select(number => alice.SendAsync("lobby", $"{number}")));
        await Eventually.TrueAsync(() => queue.Count == InFlight - 1, "the sends wait for one commit");
        first.Open();

        Assert.Equal(Enumerable.Range(1, sends.Count), (await Task.WhenAll(sends)).Select(sent => (int)sent.Sequence));
        Assert.InRange(most, 0, InFlight);
        Assert.InRange(commits, 2, sends.Count / 2);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Calls_that_do_not_wait_have_the_outcomes_of_calls_that_do(string protocol)
    {
        await using var server = new ChatServer();
        await using var alice = await server.ConnectAsync("alice", protocol);
        var (a, b) = (TestClient.NewId(), TestClient.NewId());

        var early = alice.SendAsync("lobby", "early");
        var joined = alice.JoinAsync("lobby");
        Task[] changes =
        [
            alice.SendAsync("lobby", "a", a),
            alice.SendAsync("lobby", ""),
            alice.SendAsync("lobby", "b", b),
            alice.CallAsync<ChangeMessageResult>("EditMessage", new EditMessageRequest { Room = "lobby", MessageId = a, Text = "A" }),
            alice.SendAsync("elsewhere", "c"),
            alice.SendAsync("lobby", new string('x', 5000)),
            alice.CallAsync<ChangeMessageResult>("DeleteMessage", new DeleteMessageRequest { Room = "lobby", MessageId = b }),
            alice.CallAsync("StartTyping", new StartTypingRequest { Room = "lobby" }),
        ];
        var history = HistoryAsync(alice);
        var left = alice.CallAsync("LeaveRoom", new LeaveRoomRequest { Room = "lobby" });
        Task[] late =
        [
            alice.SendAsync("lobby", "late"),
            alice.CallAsync("StartTyping", new StartTypingRequest { Room = "lobby" }),
            HistoryAsync(alice),
        ];
        var back = alice.JoinAsync("lobby");
        var last = alice.SendAsync("lobby", "last");

        Assert.Equal("room-not-found", await OutcomeAsync(early));
        Assert.Equal(0, (await joined).Head);
        Assert.Equal(
            ["done", "invalid-argument", "done", "done", "room-not-found", "text-too-long", "done", "done"],
            await Task.WhenAll(changes.Select(OutcomeAsync)));
        Assert.Equal([("A", 3), ("", 4)], (await history).Messages.Select(message => (message.Text, message.Revision)));
        await left;
        Assert.Equal(["not-a-member", "not-a-member", "not-a-member"], await Task.WhenAll(late.Select(OutcomeAsync)));
        Assert.Equal((await back).Head + 1, (await last).Revision);
    }

    /// <summary>In one WebSocket message, so that all calls are there at once. The fifth send is over the rate.</summary>
    [Fact]
    public async Task Answers_come_in_the_order_of_the_calls_also_of_refused_ones()
    {
        await using var server = new ChatServer(new()
        {
            ["Chat:RateLimits:Messages:Burst"] = "5",
            ["Chat:RateLimits:Messages:PerSecond"] = "1",
        });
        using var alice = await server.ConnectRawAsync("alice");
        string[] calls =
        [
            Call(1, "JoinRoom", """{"room":"lobby"}"""), Send(2, "one"), Send(3, ""), Send(4, "two"),
            Call(5, "StartTyping", """{"room":"lobby"}"""), Send(6, "three"), Send(7, "four"), Send(8, "five"),
            Call(9, "GetHistory", """{"room":"lobby","limit":9}"""),
        ];

        await alice.SendAsync(string.Join('\u001e', calls));

        for (var number = 1; number <= calls.Length; number++)
        {
            var answer = await alice.AnswerAsync();
            var code = answer.TryGetProperty("error", out var error) ? error.GetString()!.Split(": ")[1] : "";
            var expected = number switch { 3 => "invalid-argument", 8 => "rate-limited", _ => "" };
            Assert.Equal(($"{number}", expected), (answer.GetProperty("invocationId").GetString(), code));
        }
    }

    [Fact]
    public async Task Sends_in_flight_are_stored_in_order_if_the_connection_ends()
    {
        await using var server = new ChatServer(services: HookedStore.Register);
        await using var bob = await server.ConnectAsync("bob");
        var joined = await bob.JoinAsync("lobby");
        var first = new Gate();
        using (var alice = await server.ConnectRawAsync("alice"))
        {
            await alice.JoinAsync("lobby");
            server.Get<HookedStore>().BeforeCommit = first.PassAsync;
            await alice.SendAsync(Send(0, "0"));
            await first.Reached;
            await alice.SendAsync(string.Join('\u001e', Enumerable.Range(1, 19).Select(number => Send(number, $"{number}"))));
            await Eventually.TrueAsync(() => server.Get<CommandQueue>().Waiting.Count == 19, "the sends wait for a commit");
            alice.Reset();
        }
        first.Open();

        var texts = (await bob.ReadThroughAsync(joined.Head, 20)).Select(message => message.Text);
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), texts);
    }

    private static Task<GetHistoryResult> HistoryAsync(TestClient client) =>
        client.CallAsync<GetHistoryResult>("GetHistory", new GetHistoryRequest { Room = "lobby", Limit = 10 });

    private static async Task<string> OutcomeAsync(Task call)
    {
        try
        {
            await call;
            return "done";
        }
        catch (HubException refused)
        {
            return refused.Message.Split("HubException: ")[1].Split(':')[0];
        }
    }

    private static string Send(int number, string text) =>
        Call(number, "SendMessage", $$"""{"room":"lobby","messageId":"{{TestClient.NewId()}}","text":"{{text}}"}""");

    private static string Call(int number, string method, string request) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"type":1,"invocationId":"{{number}}","target":"{{method}}","arguments":[{{request}}]}""");
}
