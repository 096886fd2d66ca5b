// @ts-check
import { tokenLife } from './token-life.js';

/** @typedef {import('./ports.js').AccessToken} AccessToken */

const leastWaitMs = 1_000;

/**
 * Requests tokens from the app: before each connect, and early when less than a fifth of the token's life is left. The next
 * connect uses a token that was requested early.
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
  /** @type {number | null} */
  #retryAfterMs = null;

  /** @param {import('./ports.js').TokenProvider} provider @param {import('./ports.js').Clock} clock */
  constructor(provider, clock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  /** @returns {Promise<AccessToken>} */
  async forConnect() { return this.#use(this.#ahead ?? await this.#provider.get()); }

  /** The connect succeeded: the next one requests a new token. */
  connected() { this.#forget(); }

  /** The server rejected it. */
  refused() {
    this.#ahead = null;
    this.#provider.invalidate?.(false);
  }

  /**
   * By the server's clock the token has expired or is not yet valid.
   * @returns {boolean} whether it is valid by this machine's clock: then another node may accept it, or the same node after
   * its clock is corrected
   */
  untimely() {
    const isGoodHere = (this.#life?.mayLastUntil ?? 0) > this.#clock.now();
    this.#ahead = null;
    this.#provider.invalidate?.(isGoodHere);
    return isGoodHere;
  }

  /**
   * The time until the client requests another token: first at a fifth of the life; if that brings no new token, at half of
   * the remaining time each time. If the server has asked to retry, it is that time, doubled for each further try.
   * @param {number} tries
   * @returns {number | null} null if this token has no expiry, or has expired
   */
  untilRenewalMs(tries) {
    const left = (this.#life?.endsAt ?? 0) - this.#clock.now();
    if (!this.#life || left <= 0) return null;
    if (tries === 0) return Math.max(0, left - this.#life.lengthMs / 5);
    return Math.max(leastWaitMs, Math.min(left / 2, (this.#retryAfterMs ?? Infinity) * 2 ** (tries - 1)));
  }

  /** The token that was requested early; otherwise null. */
  get ahead() { return this.#ahead; }

  /** The open connection has taken the token that was requested early. @param {AccessToken} token */
  reauthenticated(token) {
    this.#use(token);
    this.#forget();
  }

  /**
   * The server does not accept the token that was requested early.
   * @param {number | null} [retryAfterMs] it may accept it, or the next one, after this time
   */
  rejected(retryAfterMs = null) { this.#forget(retryAfterMs); }

  /** Returns whether there is a new token, for the open connection or the next connect. */
  async tryRenew() {
    const token = await (this.#provider.renew ? this.#provider.renew() : this.#provider.get());
    if (token.accessToken === this.#used) return false;
    this.#ahead = token;
    return true;
  }

  /** @param {number | null} [retryAfterMs] */
  #forget(retryAfterMs = null) {
    this.#ahead = null;
    this.#retryAfterMs = retryAfterMs;
  }

  /** @param {AccessToken} token */
  #use(token) {
    if (token.accessToken !== this.#used) this.#life = tokenLife(token, this.#clock.now());
    this.#used = token.accessToken;
    return token;
  }
}
