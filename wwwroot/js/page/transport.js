// @ts-check

/** The transport of the newest connection. SignalR does not report it, so that the page gives it constructors that do. */
export class Transport {
  /** @type {string | null} */
  name = null;

  /** For each new connection. @returns {object} HTTP options of SignalR */
  get options() {
    const opened = (/** @type {EventTarget} */ socket, /** @type {string} */ name) => (
      socket.addEventListener('open', () => { this.name = name; }));
    // The only one that opens nothing.
    this.name = 'long polling';
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
