// @ts-check
import { tokenLife } from './token-life.js';

/** @typedef {import('./ports.js').AccessToken} AccessToken */

const leastWaitMs = 1_000;

/**
 * Asks the app for tokens: before each connect, and ahead of the expiry when less than a fifth of the token's life is left. One
 * that was asked for ahead
 * is the one of the next connect.
 */
export class TokenKeeper {
  #provider;
  #clock;
  /** @type {string | null} */
  #used = null;
  /** @type {AccessToken | null} */
  #ahead = null;
  /** @type {import('./token-life.js').TokenLife | null} */
  #life = null;

  /** @param {import('./ports.js').TokenProvider} provider @param {import('./ports.js').Clock} clock */
  constructor(provider, clock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  /** @returns {Promise<AccessToken>} */
  async forConnect() { return this.#use(this.#ahead ?? await this.#provider.get()); }

  /** The connect was made: the next one asks anew. */
  connected() { this.#ahead = null; }

  /** The server did not take it. */
  refused() {
    this.#ahead = null;
    this.#provider.invalidate?.(false);
  }

  /**
   * By the server's clock its time is over, or has not come.
   * @returns {boolean} whether it is good by this machine's clock: then another node may take it, or the same one once its clock is right
   */
  untimely() {
    const isGoodHere = (this.#life?.mayLastUntil ?? 0) > this.#clock.now();
    this.#ahead = null;
    this.#provider.invalidate?.(isGoodHere);
    return isGoodHere;
  }

  /**
   * How long until another token should be asked for: the first time at a fifth of the life; where that brought nothing new, at
   * half of what is left each time.
   * @param {number} tries
   * @returns {number | null} null where this one does not say when it ends, or has ended
   */
  untilRenewalMs(tries) {
    const left = (this.#life?.endsAt ?? 0) - this.#clock.now();
    if (!this.#life || left <= 0) return null;
    return tries === 0 ? Math.max(0, left - this.#life.lengthMs / 5) : Math.max(leastWaitMs, left / 2);
  }

  /** Answers whether there is another token now, for the next connect. */
  async tryRenew() {
    const token = await (this.#provider.renew ? this.#provider.renew() : this.#provider.get());
    if (token.accessToken === this.#used) return false;
    this.#ahead = token;
    return true;
  }

  /** @param {AccessToken} token */
  #use(token) {
    if (token.accessToken !== this.#used) this.#life = tokenLife(token, this.#clock.now());
    this.#used = token.accessToken;
    return token;
  }
}
