using System.Text.Json;
using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// A tab with an app on the JavaScript client and without the page. The app keeps a list of messages, in the browser's storage
/// if the test asks for it.
/// </summary>
internal sealed class ClientTab(IPage page)
{
    /// <summary>A resource of the server's origin that runs no script.</summary>
    internal const string EmptyPage = "lib/signalr/LICENSE.txt";

    internal const string OpenApp = """
        async ({ name, protocol, keepCursors, noLocks, start }) => {
          const { ChatClient, GuestTokenProvider, openChatStore } = await import('/js/chat-client.js');
          const kept = (key) => JSON.parse(localStorage.getItem(key) ?? 'null');
          const keep = (key, value) => localStorage.setItem(key, JSON.stringify(value));
          const tokens = new GuestTokenProvider({ url: '/auth/guest', name, saved: kept('guest'), save: (token) => keep('guest', token) });
          const store = await openChatStore({ scope: name, locks: noLocks ? null : undefined });
          const client = new ChatClient({
            url: location.origin, tokens, protocol, outboxStore: store.outbox,
            ...(keepCursors ? { cursorStore: store.cursors, inboxStore: store.cursors } : {}),
          });
          const app = globalThis.app = {
            client, store, list: (keepCursors && kept('list')) || [], resets: 0, settled: [], states: [], raw: [], warnings: [],
          };
          const change = (messages) => {
            for (const message of messages) {
              app.raw.push(message);
              const shown = { id: message.messageId, place: message.sequence, text: message.text };
              app.list = [...app.list.filter((known) => known.id !== message.messageId), shown];
            }
            app.list.sort((a, b) => a.place - b.place);
            if (keepCursors) keep('list', app.list);
          };
          client.on('reset', ({ messages }) => { app.resets++; app.list = []; change(messages); });
          client.on('messages', ({ messages }) => change(messages));
          client.on('settled', ({ entry, error }) => app.settled.push(error ? `${entry.text}: ${error.code}` : entry.text));
          client.on('status', ({ state }) => app.states.push({ state, at: performance.now() }));
          client.on('warning', ({ what, error }) => app.warnings.push(`${what} ${error}`));
          app.joined = client.join('lobby');
          if (start) client.start();
        }
        """;

    public IPage Page => page;

    public static async Task<ClientTab> OpenAsync(IBrowserContext context, Uri server)
    {
        var tab = new ClientTab(await context.NewPageAsync());
        await tab.Page.GotoAsync(new Uri(server, EmptyPage).ToString());
        return tab;
    }

    /// <summary>Runs the app. An app that is not started writes into its outbox and has no connection.</summary>
    public Task RunAsync(string name, bool start = true, string protocol = "json", bool keepCursors = false, bool noLocks = false) =>
        page.EvaluateAsync(OpenApp, new { name, protocol, keepCursors, noLocks, start });

    /// <summary>Waits until the app is connected and in the room.</summary>
    public Task InRoomAsync() => page.EvaluateAsync("async () => { await app.joined; }");

    public Task SendAsync(string text) => page.EvaluateAsync("(text) => app.client.send('lobby', text).outcome.then(() => {})", text);

    /// <summary>Queues messages, and waits only until they are stored.</summary>
    public Task WriteAsync(params string[] texts) => page.EvaluateAsync(
        """
        async (texts) => {
          for (const text of texts) app.client.send('lobby', text);
          while ((await app.store.outbox.load()).length < texts.length) await new Promise((resolve) => setTimeout(resolve, 5));
        }
        """,
        texts);

    public Task SeesAsync(params string[] texts) => page.WaitForFunctionAsync(
        "(texts) => JSON.stringify(app.list.map((message) => message.text)) === texts",
        JsonSerializer.Serialize(texts),
        new() { Timeout = BrowserFixture.Patience });

    public async Task<IReadOnlyList<string>> TextsAsync() =>
        await page.EvaluateAsync<string[]>("() => app.list.map((message) => message.text)");

    public Task<T> AskAsync<T>(string script) => page.EvaluateAsync<T>(script);
}
