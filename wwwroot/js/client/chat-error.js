// @ts-check
import { errorCodes } from './contracts.js';
import { isDefect } from './defect.js';

/** Codes that this side makes; all others are the server's: `errorCodes` and `sessionEndCodes`. */
export const clientCodes = Object.freeze({
  /** The connection is away, or went away before the answer: the outcome is unknown. */
  connectionLost: 'connection-lost',
  /** The server did not answer in time: the outcome is unknown. */
  noAnswer: 'no-answer',
  /** There is no token to be had: guests are switched off, or the name is refused. The client stops. */
  tokenRefused: 'token-refused',
  /** The server does not let these credentials in: 401 with a fresh token, or 403. The client stops. */
  credentialsRefused: 'credentials-refused',
  /** As many tries failed as the backoff allows. The client stops. */
  gaveUp: 'gave-up',
  /**
   * A fault on this side, as a build without SignalR or an address that cannot be: another try would end the same way. `cause` is
   * what was thrown. At a connect the client stops.
   */
  clientError: 'client-error',
  /** The app called `stop`. */
  stopped: 'stopped',
  /** Too much waits already, and the app chose not to wait. */
  outboxFull: 'outbox-full',
  /** The app took the message from the outbox. */
  discarded: 'discarded',
  /** Another page of the same user has the message now, and sends it. */
  handedOver: 'handed-over',
});

/** @type {Set<string>} */
const retryable = new Set([errorCodes.busy, errorCodes.storageUnavailable, errorCodes.nodeDraining, errorCodes.rateLimited]);
/** @type {Set<string>} */
const unknown = new Set([clientCodes.connectionLost, clientCodes.noAnswer]);

/** A call that did not succeed. */
export class ChatError extends Error {
  /**
   * @param {string} code stable; what to act on
   * @param {string} sentence for people
   * @param {number | null} [retryAfterMs]
   * @param {ErrorOptions} [options]
   */
  constructor(code, sentence, retryAfterMs = null, options = undefined) {
    super(sentence, options);
    this.name = 'ChatError';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** The server refused for the moment: the same call can be made again after a time. */
  get isRetryable() { return this.retryAfterMs !== null || retryable.has(this.code); }

  /** Whether the server did it is not known: only a call with the same id may be made again. */
  get isOutcomeUnknown() { return unknown.has(this.code); }
}

/**
 * Makes a ChatError of what SignalR throws. A refusal is `… HubException: code: sentence [Retry after N ms.]`.
 * @param {unknown} thrown
 * @returns {ChatError}
 */
export function toChatError(thrown) {
  if (thrown instanceof ChatError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const refusal = /HubException: ([a-z][a-z0-9]*(?:-[a-z0-9]+)*): ([\s\S]*)$/.exec(text);
  if (refusal) {
    const [, code, sentence] = refusal;
    const retry = /^([\s\S]*?) ?Retry after (\d+) ms\.$/.exec(sentence);
    return new ChatError(code, retry ? retry[1] : sentence, retry ? Number(retry[2]) : null);
  }
  if (/invoking '.*' on the server|HubException: /.test(text)) return new ChatError(errorCodes.internalError, 'The server could not do this.');
  if (isDefect(thrown)) return clientError(thrown);
  return new ChatError(clientCodes.connectionLost, text);
}

/** A fault on this side, which another try does not mend. @param {unknown} thrown */
export function clientError(thrown) {
  return thrown instanceof ChatError ? thrown : new ChatError(clientCodes.clientError, `The client cannot go on: ${thrown}`, null, { cause: thrown });
}
