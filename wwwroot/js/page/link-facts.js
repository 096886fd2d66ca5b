// @ts-check

/** The page's connections, as far as it knows. */
export class LinkFacts {
  /** @type {string | null} */
  transport = null;
  /** How often there was a connection. */
  count = 0;
  /** @type {number | null} */
  since = null;

  /** @param {number} now */
  connected(now) {
    this.count++;
    this.since = now;
  }

  /** For each new connection: SignalR does not report its transport, so these constructors do. @returns {object} its HTTP options */
  get options() {
    const opened = (/** @type {EventTarget} */ socket, /** @type {string} */ name) => (
      socket.addEventListener('open', () => { this.transport = name; }));
    // The only one that opens nothing.
    this.transport = 'long polling';
    return {
      WebSocket: class extends WebSocket {
        /** @param {string} url @param {string[]} [protocols] */
        constructor(url, protocols) { super(url, protocols); opened(this, 'WebSocket'); }
      },
      EventSource: class extends EventSource {
        /** @param {string} url @param {EventSourceInit} [init] */
        constructor(url, init) { super(url, init); opened(this, 'server-sent events'); }
      },
    };
  }
}
