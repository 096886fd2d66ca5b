// @ts-check
import { FullJitterBackoff } from './backoff.js';
import { ChatError, clientCodes } from './chat-error.js';
import { systemClock } from './clock.js';
import { paths } from './contracts.js';
import { tokensFrom } from './fixed-token.js';
import { memoryOutbox } from './outbox-persistence.js';

/** @typedef {import('./chat-client-options.js').ChatClientOptions} ChatClientOptions */

const noBrowser = 'Outside a browser use the package @signalrchat/client, or the option `connect`: see docs/js-client.md, "In Node".';

/** @param {ChatClientOptions} options */
export function withDefaults(options) {
  const clock = options.clock ?? systemClock;
  const serverTimeoutMs = options.serverTimeoutMs ?? 30_000;
  const keepAliveMs = options.keepAliveMs ?? 10_000;
  return {
    clock, serverTimeoutMs, keepAliveMs,
    tokens: options.tokens ?? tokensFrom(options.accessToken ?? (() => '')),
    connect: options.connect ?? connectTo(options, serverTimeoutMs, keepAliveMs),
    backoff: options.backoff ?? new FullJitterBackoff({ random: clock.random }),
    cursorStore: options.cursorStore ?? options.store?.cursors ?? null,
    outboxStore: options.outboxStore ?? options.store?.outbox ?? memoryOutbox(),
    inboxStore: options.inboxStore ?? options.store?.inbox ?? null,
    followInbox: options.followInbox ?? false,
    marksOwnMessagesRead: options.marksOwnMessagesRead ?? true,
    outboxLimit: options.outboxLimit ?? 1_000,
    outboxFull: options.outboxFull ?? 'refuse',
    keepFailed: options.keepFailed ?? false,
    textLength: options.textLength,
    isBinary: options.protocol === 'messagepack',
    connectTimeoutMs: options.connectTimeoutMs ?? 20_000,
    callTimeoutMs: options.callTimeoutMs ?? 30_000,
    eventBacklog: options.eventBacklog ?? 1_000,
    slowHandlerAfterMs: options.slowHandlerAfterMs ?? 5_000,
    wake: options.wake ?? typeof document !== 'undefined',
  };
}

/**
 * @param {ChatClientOptions} options @param {number} serverTimeoutMs @param {number} keepAliveMs
 * @returns {import('./ports.js').Connect}
 */
function connectTo({ url, protocol }, serverTimeoutMs, keepAliveMs) {
  if (url === undefined) throw new TypeError('Give the url of the server, or connect.');
  const hubUrl = url.replace(/\/$/, '') + paths.hub;
  return async (accessToken, noteRetryAfter) => {
    const { signalRConnection } = await import('./signalr-connection.js').catch(explain);
    return signalRConnection(hubUrl, accessToken, { protocol, serverTimeoutMs, keepAliveMs, noteRetryAfter });
  };
}

/**
 * Node does not load the browser's build of SignalR. The npm package has another one in its place.
 * @param {unknown} thrown
 * @returns {never}
 */
function explain(thrown) {
  if (typeof self === 'undefined') throw new ChatError(clientCodes.clientError, noBrowser);
  throw thrown;
}
