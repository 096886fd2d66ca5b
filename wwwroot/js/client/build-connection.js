// @ts-check
import { clientError } from './chat-error.js';
import { isDefect } from './defect.js';

/** @typedef {import('./ports.js').Connection} Connection */
/**
 * @typedef {{
 *   protocol?: object, serverTimeoutMs?: number, keepAliveMs?: number, httpTimeoutMs?: number, http?: object,
 *   noteRetryAfter?: (ms: number) => void,
 * }} BuildOptions
 * `protocol`: a hub protocol of SignalR, by default JSON; `http`: further HTTP options of SignalR, such as `transport`;
 * `noteRetryAfter`: receives `Retry-After` of a refused connect
 */

/**
 * Creates a connection with any build of `@microsoft/signalr`: the browser's, or that of npm in Node. It makes no request
 * yet, so any failure here is a fault of the app: it throws a ChatError with `clientCodes.clientError`.
 * @param {any} signalR the module
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {BuildOptions} [options]
 * @returns {Connection}
 */
export function buildConnection(signalR, url, accessToken, options = {}) {
  try {
    // If a bundler made the namespace from a CommonJS build, `default` has everything.
    return build(signalR?.HubConnectionBuilder ? signalR : signalR?.default, url, accessToken, options);
  } catch (thrown) {
    throw clientError(thrown);
  }
}

/** @param {any} signalR @param {string} url @param {() => Promise<string>} accessToken @param {BuildOptions} options */
function build(signalR, url, accessToken, options) {
  if (typeof signalR?.HubConnectionBuilder !== 'function') throw new TypeError('The `signalR` argument is not @microsoft/signalr.');
  const { protocol, serverTimeoutMs = 30_000, keepAliveMs = 10_000, httpTimeoutMs = 15_000, http, noteRetryAfter } = options;
  const builder = new signalR.HubConnectionBuilder()
    .withUrl(new URL(url, globalThis.location?.href).href, {
      accessTokenFactory: accessToken, timeout: httpTimeoutMs,
      ...(noteRetryAfter ? { httpClient: listeningClient(signalR, noteRetryAfter) } : {}), ...http,
    })
    // The app gets every failed try, and tries are unlimited: an error line for each would hide real errors.
    .configureLogging(signalR.LogLevel.None)
    .withServerTimeout(serverTimeoutMs)
    .withKeepAliveInterval(keepAliveMs);
  if (protocol) builder.withHubProtocol(protocol);
  return builder.build();
}

/**
 * SignalR passes on the status of a refused negotiation but not its headers. A page of another origin sees `Retry-After` only
 * if the server exposes it.
 * @param {any} signalR @param {(ms: number) => void} noteRetryAfter
 */
function listeningClient(signalR, noteRetryAfter) {
  return new (class extends signalR.DefaultHttpClient {
    constructor() { super(signalR.NullLogger.instance); }

    /** @param {any} request */
    async send(request) {
      if (!/\/negotiate(\?|$)/.test(request.url ?? '') || typeof fetch !== 'function') return super.send(request);
      const answer = await fetch(request.url, {
        method: request.method, body: request.content || undefined, headers: { 'X-Requested-With': 'XMLHttpRequest', ...request.headers },
        credentials: request.withCredentials === false ? 'same-origin' : 'include', cache: 'no-store',
        signal: AbortSignal.timeout(request.timeout ?? 15_000),
      }).catch(notThrough);
      if (answer.ok) return new signalR.HttpResponse(answer.status, answer.statusText, await answer.text());
      const seconds = Number(answer.headers.get('retry-after'));
      if (seconds > 0) noteRetryAfter(seconds * 1000);
      throw new signalR.HttpError(answer.statusText, answer.status);
    }
  })();
}

/**
 * SignalR turns caught exceptions into text. In that text a failed request must not look like a fault of the program.
 * @param {unknown} thrown
 * @returns {never}
 */
function notThrough(thrown) {
  if (isDefect(thrown)) throw thrown;
  throw new Error(`The request failed: ${thrown instanceof Error ? thrown.message : thrown}`);
}
