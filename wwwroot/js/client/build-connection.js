// @ts-check
import { clientError } from './chat-error.js';
import { isDefect } from './defect.js';

/**
 * @typedef {{
 * protocol?: object, serverTimeoutMs?: number, keepAliveMs?: number, httpTimeoutMs?: number, http?: object, noteRetryAfter?: (ms:
 * number) => void
 * }} BuildOptions
 * `protocol`: a hub protocol of SignalR's, JSON unless given; `http`: more of SignalR's HTTP options, such as `transport`;
 * `noteRetryAfter`: told of `Retry-After`
 * where a connect is refused
 */

/**
 * A connection as the client wants it, of any build of `@microsoft/signalr`: the browser's, or that of npm in Node. Nothing is
 * asked of the network yet, so
 * whatever fails here is a fault on this side: it throws a ChatError with `clientCodes.clientError`.
 * @param {any} signalR the module
 * @param {string} url of the hub
 * @param {() => Promise<string>} accessToken
 * @param {BuildOptions} [options]
 * @returns {import('./ports.js').Connection}
 */
export function buildConnection(signalR, url, accessToken, options = {}) {
  try {
    // A namespace that a bundler made of a CommonJS build has everything in `default`.
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
    // Failed tries are told to the app and made again for ever: an error line for each would hide real ones.
    .configureLogging(signalR.LogLevel.None)
    .withServerTimeout(serverTimeoutMs)
    .withKeepAliveInterval(keepAliveMs);
  if (protocol) builder.withHubProtocol(protocol);
  return builder.build();
}

/**
 * SignalR passes on the status of a refused negotiation and not its headers. Another site sees `Retry-After` only where the
 * server exposes it.
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
 * SignalR writes what it catches into a text: there a failed request must not read like a fault of the program.
 * @param {unknown} thrown
 * @returns {never}
 */
function notThrough(thrown) {
  if (isDefect(thrown)) throw thrown;
  throw new Error(`The request failed: ${thrown instanceof Error ? thrown.message : thrown}`);
}
