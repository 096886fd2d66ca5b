using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// Over a real server and a real browser, MessagePack gives the same data as JSON, to the last key. Null is left out.
/// </summary>
public sealed class WireTests(BrowserFixture fixture) : ClientTabTest(fixture)
{
    private const string Message =
        """{"messageId":"string","name":"alice","postedAt":"number","revision":1,"sequence":1,"text":"one","userId":"string"}""";

    private const string Shape = """
        async () => {
          const sorted = (value) => JSON.stringify(value, (key, inner) => {
            if (['messageId', 'userId', 'postedAt', 'epoch', 'editedAt', 'duplicate'].includes(key) && inner !== null) return typeof inner;
            if (!inner || inner.constructor !== Object) return inner;
            return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
          });
          const sent = app.client.send('lobby', 'one');
          const answer = await sent.outcome;
          while (app.list.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
          const message = app.raw[0];
          const edited = await app.client.edit('lobby', message.messageId, 'two');
          const history = await app.client.history('lobby', null, 10);
          const rooms = await app.client.listRooms();
          const members = await app.client.members('lobby');
          const refusal = await app.client.history('attic', null, 10).catch((error) => ({ code: error.code, sentence: error.message }));
          return [message, answer, edited, history, rooms, members, refusal].map(sorted);
        }
        """;

    [BrowserFact]
    public async Task A_client_whose_frames_the_server_cannot_read_stops_with_the_reason()
    {
        var alice = await TabAsync(await BrowserAsync());
        var (sockets, spoils) = (0, false);
        await alice.Page.RouteWebSocketAsync(url => url.Contains("/hubs/chat", StringComparison.Ordinal), socket =>
        {
            sockets++;
            var server = socket.ConnectToServer();
            socket.OnMessage(frame => server.Send(spoils ? "hello\u001e" : frame.Text ?? ""));
        });
        await alice.RunAsync("alice");
        await alice.InRoomAsync();

        spoils = true;
        var end = await alice.AskAsync<string>(
            """
            async () => {
              const outcome = await app.client.send('lobby', 'spoilt').outcome.catch((error) => error.code);
              const { state, error } = app.client.status;
              return [outcome, state, error?.code].join(' ');
            }
            """);

        Assert.Equal(("malformed-frame stopped malformed-frame", 1), (end, sockets));
    }

    [BrowserTheory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Keys_come_as_the_contract_says(string protocol)
    {
        var alice = await TabAsync(await BrowserAsync());
        var asked = new List<string>();
        alice.Page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await alice.RunAsync("alice", protocol: protocol);
        await alice.InRoomAsync();

        var answers = await alice.AskAsync<string[]>(Shape);

        Assert.Equal(Message, answers[0]);
        Assert.Equal(
            """{"duplicate":"boolean","messageId":"string","postedAt":"number","revision":1,"room":"lobby","sequence":1}""", answers[1]);
        Assert.Equal("""{"messageId":"string","revision":2,"room":"lobby"}""", answers[2]);
        Assert.Equal(
            """{"hasMore":false,"messages":["""
            + """{"editedAt":"number","messageId":"string","name":"alice","postedAt":"number","revision":2,"sequence":1,"text":"two","""
            + "\"userId\":\"string\"}],\"room\":\"lobby\"}",
            answers[3]);
        Assert.Equal(
            """{"hasMore":false,"rooms":[{"head":2,"isMember":true,"isPrivate":false,"presentCount":1,"room":"lobby"}]}""", answers[4]);
        Assert.Equal(
            """{"hasMore":false,"memberCount":1,"members":["""
            + """{"isPresent":true,"name":"alice","role":"owner","userId":"string"}],"room":"lobby"}""",
            answers[5]);
        Assert.Equal("""{"code":"room-not-found","sentence":"There is no room attic."}""", answers[6]);
        // A page that uses JSON does not load MessagePack.
        Assert.Equal(protocol == "messagepack", asked.Any(path => path.Contains("msgpack", StringComparison.Ordinal)));
    }
}
