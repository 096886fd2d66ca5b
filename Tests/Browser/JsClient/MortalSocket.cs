namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// A WebSocket that can die silently, as during sleep. It then discards everything it is given. Sockets made later work.
/// </summary>
internal static class MortalSocket
{
    /// <summary>Runs before the app. Sockets made later are of this kind, and the latest is <c>latest</c>.</summary>
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
