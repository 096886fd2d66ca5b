// @ts-check

// More than any of our servers requests: a wrong header of a proxy must not silence a client for a day.
const mostAskedMs = 5 * 60_000;
// A shorter connection does not restart the backoff; otherwise clients would flood a server that drops them at once.
const goodAfterMs = 5_000;

/** The wait before each try: the backoff, plus, once, the delay that the server requested with `Draining` or `Retry-After`. */
export class ReconnectWait {
  #backoff;
  #clock;
  #askedUntil = 0;
  #earliest = 0;
  /** @type {(() => void) | null} */
  #end = null;
  /** The number of failed tries in a row. */
  failed = 0;

  /** @param {{ delay(attempt: number): number, maxTries?: number }} backoff @param {import('./ports.js').Clock} clock */
  constructor(backoff, clock) {
    this.#backoff = backoff;
    this.#clock = clock;
  }

  get isUsedUp() { return this.failed >= (this.#backoff.maxTries ?? Infinity); }

  /**
   * The server requests a delay from now on: a draining node may close only when the time is over.
   * @param {number} ms
   */
  ask(ms) { if (ms > 0) this.#askedUntil = this.#clock.now() + Math.min(ms, mostAskedMs); }

  /** A connection ended after this duration. @param {number} ms */
  ended(ms) { if (ms >= goodAfterMs) this.failed = 0; }

  /** @param {(retryAt: number) => void} waits */
  async pass(waits) {
    const askedMs = Math.max(0, this.#askedUntil - this.#clock.now());
    this.#earliest = this.#clock.now() + askedMs;
    const ms = askedMs + this.#backoff.delay(this.failed);
    this.#askedUntil = 0;
    await new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => resolve(undefined), ms);
      this.#end = () => { this.#clock.clearTimeout(timer); resolve(undefined); };
      waits(this.#clock.now() + ms);
    });
    this.#end = null;
  }

  /** Ends the wait; with `isPolite` not before the delay that the server requested. */
  end({ isPolite = false } = {}) {
    if (!isPolite || this.#clock.now() >= this.#earliest) this.#end?.();
  }
}
