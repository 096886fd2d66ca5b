// @ts-check
import { ChatError, clientCodes } from './chat-error.js';
import { isDefect } from './defect.js';

/** @typedef {import('./contracts.js').GuestTokenResult} GuestTokenResult */

// Renewed this long before its expiry, so that a token does not expire between the answer and the upgrade.
const marginMs = 30_000;

/** Requests a guest token from the server and keeps it while it is valid. */
export class GuestTokenProvider {
  #options;
  /** @type {GuestTokenResult | null} */
  #token;
  /** @type {GuestTokenResult | null} */
  #last;

  /**
   * @param {{
   *   url: string, name: string, saved?: GuestTokenResult | null, save?: (token: GuestTokenResult) => void,
   *   fetch?: typeof globalThis.fetch, now?: () => number
   * }} options `saved` is the value that `save` received earlier
   */
  constructor(options) {
    this.#options = options;
    this.#token = this.#last = options.saved ?? null;
  }

  /** @returns {Promise<GuestTokenResult>} */
  async get() {
    const now = this.#options.now ?? Date.now;
    if (this.#token && this.#token.expiresAt - marginMs > now()) return this.#token;
    this.#keep(await this.#request(now));
    return /** @type {GuestTokenResult} */ (this.#token);
  }

  /** Requests another token, although the current one may still be valid. @returns {Promise<GuestTokenResult>} */
  async renew() {
    this.#keep(await this.#request(this.#options.now ?? Date.now));
    return /** @type {GuestTokenResult} */ (this.#token);
  }

  /** The token was rejected or has expired; it still identifies the guest. */
  invalidate() { this.#token = null; }

  /** @param {GuestTokenResult} token */
  #keep(token) {
    this.#token = token;
    this.#last = token;
    this.#options.save?.(token);
  }

  /** The current token, even if it has expired: with it the server keeps the user id. @returns {Record<string, string>} */
  #identity() {
    return this.#last ? { authorization: `Bearer ${this.#last.accessToken}` } : {};
  }

  /**
   * @param {() => number} now
   * @returns {Promise<GuestTokenResult>}
   */
  async #request(now) {
    const { url, name, fetch = globalThis.fetch } = this.#options;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#identity() },
      body: JSON.stringify({ name }),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(15_000),
    }).catch(notThrough);
    if (response.ok) return inLocalTime(await response.json(), response, now);
    if (response.status === 429 || response.status >= 500) {
      throw new ChatError('busy', `The server answered ${response.status} to the request for a guest token.`, retryAfterMs(response));
    }
    throw new ChatError(clientCodes.tokenRefused, await refusal(response));
  }
}

/**
 * The expiry of the token by this machine's clock, which may be wrong by hours.
 * @param {GuestTokenResult} token
 * @param {Response} response
 * @param {() => number} now
 */
function inLocalTime(token, response, now) {
  const serverNow = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(serverNow) ? token : { ...token, expiresAt: token.expiresAt - serverNow + now() };
}

/** @param {Response} response */
function retryAfterMs(response) {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? seconds * 1000 : null;
}

/** @param {Response} response */
async function refusal(response) {
  if (response.status === 404 || response.status === 405) return 'This server takes no guests: an access token is needed.';
  const problem = await response.json().catch(() => null);
  return problem?.detail ?? problem?.title ?? `The server refused a guest token (${response.status}).`;
}

/** @param {unknown} thrown @returns {never} */
function notThrough(thrown) {
  if (isDefect(thrown)) throw thrown;
  const reason = thrown instanceof Error ? thrown.message : thrown;
  throw new ChatError(clientCodes.connectionLost, `The request for a guest token failed: ${reason}`);
}
