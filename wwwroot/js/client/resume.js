// @ts-check
import { clientCodes } from './chat-error.js';

/** @typedef {import('./chat-error.js').ChatError} ChatError */

// A good network answers within this time. After it another connection is made beside the one in use, and the first to be
// ready counts: a slow network answers on the old one long before a new one is up.
const quickMs = 200;
// Then the old connection is dropped even if no new one was made.
const probeMs = 2_000;
// A try that takes this long may have begun on a lost network.
const longTryMs = 3_000;

/**
 * Restores the connection after a sleep: it may be dead without a notice, and SignalR would notice only after its time-out.
 */
export class Resume {
  #link;
  #clock;
  #serverTimeoutMs;
  /** @type {unknown} */
  #timer = null;

  /** @param {import('./hub-link.js').HubLink} link @param {{ clock: import('./ports.js').Clock, serverTimeoutMs: number }} options */
  constructor(link, { clock, serverTimeoutMs }) {
    this.#link = link;
    this.#clock = clock;
    this.#serverTimeoutMs = serverTimeoutMs;
  }

  /** @param {number} jumpMs how far the clock jumped; 0 if it did not, and there is only a reason to check */
  woke(jumpMs) {
    const { state } = this.#link.status;
    this.#link.wake();
    // Begun before the latest reason to check, perhaps on a lost network.
    this.#settle();
    const isHanging = state === 'connecting' && (jumpMs > 0 || this.#link.ageMs >= longTryMs);
    // The server has closed a connection that was silent for so long; a connect that slept is useless.
    if (isHanging || jumpMs >= this.#serverTimeoutMs) this.#link.replace('The machine slept.');
    else if (state === 'connected') void this.#probe(jumpMs > 0 ? 0 : quickMs);
  }

  /**
   * The browser reports the network as lost, which may be true: a dead connection is otherwise noticed only after its
   * time-out.
   */
  doubted() { if (this.#link.isUp) void this.#probe(quickMs); }

  /** @param {number} patienceMs */
  async #probe(patienceMs) {
    // Unless the checked connection has ended and another replaced it meanwhile.
    const timer = this.#timer = this.#clock.setTimeout(() => { if (this.#link.ageMs > patienceMs) this.#link.addRival(); }, patienceMs);
    const code = await this.#link.invoke('ListRooms', { prefix: null, after: null, limit: 1 }, probeMs)
      .then(() => '', (/** @type {ChatError} */ error) => error.code);
    if (timer !== this.#timer) return;
    // A refusal is an answer too.
    if (code === clientCodes.noAnswer && this.#link.isUp) this.#link.replace('The connection did not outlive the sleep.');
    else if (code !== clientCodes.connectionLost) this.#settle();
  }

  #settle() {
    this.#clock.clearTimeout(this.#timer);
    this.#link.dropRival();
  }
}
