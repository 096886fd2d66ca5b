// @ts-check
import { clientCodes } from './chat-error.js';

/** @typedef {import('./chat-error.js').ChatError} ChatError */

// A good network answers within this time; after it another connection is made beside the one in use, and whichever is there
// first counts: a slow network answers on the old one long before a new one stands.
const quickMs = 200;
// Then the old one is given up also where no new one came about.
const probeMs = 2_000;
// A try that takes so long may have been begun on a network that is gone.
const longTryMs = 3_000;

/**
 * Brings the connection back after a sleep: it may be dead without anybody having told, and SignalR would notice after its
 * time-out only.
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

  /** @param {number} jumpMs how far the clock jumped; 0 where it did not, and there is only a reason to look */
  woke(jumpMs) {
    const { state } = this.#link.status;
    this.#link.wake();
    // Begun before the latest reason to look, perhaps on a network that is gone.
    this.#settle();
    const isHanging = state === 'connecting' && (jumpMs > 0 || this.#link.ageMs >= longTryMs);
    // The server has closed what it heard nothing from for so long; and a try to connect that slept is worth nothing.
    if (isHanging || jumpMs >= this.#serverTimeoutMs) this.#link.replace('The machine slept.');
    else if (state === 'connected') void this.#probe(jumpMs > 0 ? 0 : quickMs);
  }

  /** The browser takes the network for lost, which may be so: a dead connection would be noticed after its time-out only. */
  doubted() { if (this.#link.isUp) void this.#probe(quickMs); }

  /** @param {number} patienceMs */
  async #probe(patienceMs) {
    // Unless the one asked has ended and another has come meanwhile.
    const timer = this.#timer = this.#clock.setTimeout(() => { if (this.#link.ageMs > patienceMs) this.#link.addRival(); }, patienceMs);
    const code = await this.#link.invoke('ListRooms', { prefix: null, after: null, limit: 1 }, probeMs).then(() => '', (/** @type {ChatError} */ error) => error.code);
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
