namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// A WebSocket that can die without a word, as it does in a sleep: from then on it swallows what it is given. One that is made
/// later is a good one.
/// </summary>
internal static class MortalSocket
{
    /// <summary>Run before the app is: sockets made later are of this kind, and the latest is <c>latest</c>.</summary>
    public const string Script = """
        (() => {
          globalThis.WebSocket = class extends WebSocket {
            send(data) { if (!this.isDead) super.send(data); }
            set onmessage(handler) { super.onmessage = (event) => { if (!this.isDead) handler(event); }; }
            constructor(...given) { super(...given); globalThis.latest = this; }
          };
        })()
        """;

    public const string Die = "latest.isDead = true";
}
