// @ts-check

// More than any server of ours asks for: a wrong header of some proxy must not silence a client for a day.
const mostAskedMs = 5 * 60_000;
// A connection that dies sooner was never good: the backoff goes on instead of starting anew, or a refusing server would be hammered.
const goodAfterMs = 5_000;

/** The wait before each try: the backoff, and on top what the server asked for, by `Draining` or by `Retry-After`, once. */
export class ReconnectWait {
  #backoff;
  #clock;
  #askedUntil = 0;
  #earliest = 0;
  /** @type {(() => void) | null} */
  #end = null;
  /** How many tries have failed in a row. */
  failed = 0;

  /** @param {{ delay(attempt: number): number, maxTries?: number }} backoff @param {import('./ports.js').Clock} clock */
  constructor(backoff, clock) {
    this.#backoff = backoff;
    this.#clock = clock;
  }

  get isUsedUp() { return this.failed >= (this.#backoff.maxTries ?? Infinity); }

  /**
   * The server asks to be left alone for so long from now on: a node that leaves may close only when the time is over.
   * @param {number} ms
   */
  ask(ms) { if (ms > 0) this.#askedUntil = this.#clock.now() + Math.min(ms, mostAskedMs); }

  /** A connection has ended that lasted so long. @param {number} ms */
  ended(ms) { if (ms >= goodAfterMs) this.failed = 0; }

  /** @param {(retryAt: number) => void} told */
  async pass(told) {
    const askedMs = Math.max(0, this.#askedUntil - this.#clock.now());
    this.#earliest = this.#clock.now() + askedMs;
    const ms = askedMs + this.#backoff.delay(this.failed);
    this.#askedUntil = 0;
    await new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve(undefined), ms);
      this.#end = () => { this.#clock.clearTimeout(timer); resolve(undefined); };
      told(this.#clock.now() + ms);
    });
    this.#end = null;
  }

  /** Ends the wait; with `isPolite` not before the time that the server asked for. */
  end({ isPolite = false } = {}) {
    if (!isPolite || this.#clock.now() >= this.#earliest) this.#end?.();
  }
}
