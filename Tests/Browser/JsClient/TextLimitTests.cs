using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// Before the first join the client does not know what the server takes: it refuses no kept text, and one that is too large for a
/// frame ends the connection once.
/// </summary>
public sealed class TextLimitTests(BrowserFixture fixture) : ClientTabTest(fixture)
{
    // A client that joins no room. Its store holds a text that is longer than the default limit of servers.
    private const string Send = """
        async (protocol) => {
          const { ChatClient } = await import('/js/chat-client.js');
          const { memoryStore } = await import('/js/client/persistence/memory-store.js');
          const store = memoryStore().outbox;
          const text = 'é'.repeat(20_000);
          await store.put({
            id: 'kept', number: 1, kind: 'send', room: 'lobby', messageId: crypto.randomUUID(), text, replyTo: null, at: 0,
            state: 'waiting', error: null, triedAs: [],
          });
          const { accessToken } = JSON.parse(localStorage.getItem('guest'));
          const client = new ChatClient({ url: location.origin, protocol, accessToken: () => accessToken, outboxStore: store });
          let connects = 0;
          const settled = [];
          client.on('status', ({ state }) => { connects += state === 'connected' ? 1 : 0; });
          client.on('settled', ({ entry, error }) => settled.push(`${entry.text.length} ${error ? error.code : 'sent'}`));
          client.start();
          const outcomes = ['é'.repeat(90_000), 'behind'].map((one) => client.send('lobby', one).outcome.catch(() => {}));
          await Promise.all(outcomes);
          const left = await store.load();
          await client.stop();
          return [...settled, `${connects} connects`, `${left.length} left`];
        }
        """;

    private protected override IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string> { ["Chat__Limits__TextLength"] = "20000", ["Chat__Limits__ReceiveBytes"] = "131072" };

    [BrowserTheory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task The_server_decides_on_a_kept_text_and_one_that_no_frame_holds_is_refused_once(string protocol)
    {
        var alice = await TabAsync(await BrowserAsync());
        await alice.RunAsync("alice");
        await alice.InRoomAsync();

        var received = await alice.Page.EvaluateAsync<string[]>(Send, protocol);

        Assert.Equal(["20000 sent", "90000 text-too-long", "6 sent", "2 connects", "0 left"], received);
    }
}
