// @ts-check
import { errorCodes } from './contracts.js';
import { isDefect } from './defect.js';

/** The codes of this client; all others are the server's: `errorCodes` and `sessionEndCodes`. */
export const clientCodes = Object.freeze({
  /** There is no connection, or it ended before the answer: the outcome is unknown. */
  connectionLost: 'connection-lost',
  /** The server did not answer in time: the outcome is unknown. */
  noAnswer: 'no-answer',
  /** No token is available: guests are disabled, or the name is refused. The client stops. */
  tokenRefused: 'token-refused',
  /** The server rejected the credentials: 401 with a fresh token, or 403. The client stops. */
  credentialsRefused: 'credentials-refused',
  /** The number of failed tries reached the limit of the backoff. The client stops. */
  gaveUp: 'gave-up',
  /**
   * A fault of the app, such as a build without SignalR or an impossible address: a retry would fail the same way. `cause` is
   * the original exception. During a connect the client stops.
   */
  clientError: 'client-error',
  /** The app called `stop`. */
  stopped: 'stopped',
  /** The outbox is full, and the app chose not to wait. */
  outboxFull: 'outbox-full',
  /** The app removed the message from the outbox. */
  discarded: 'discarded',
  /** Another page of the same user now owns the message, and sends it. */
  handedOver: 'handed-over',
});

/** @type {Set<string>} */
const retryable = new Set([errorCodes.busy, errorCodes.storageUnavailable, errorCodes.nodeDraining, errorCodes.rateLimited]);
/** @type {Set<string>} */
const unknown = new Set([clientCodes.connectionLost, clientCodes.noAnswer]);

/** A call that failed. */
export class ChatError extends Error {
  /**
   * @param {string} code stable; for decisions in code
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

  /** The server refused temporarily: the same call may be retried after a delay. */
  get isRetryable() { return this.retryAfterMs !== null || retryable.has(this.code); }

  /** It is unknown whether the server made the change: only a call with the same id may be retried. */
  get isOutcomeUnknown() { return unknown.has(this.code); }
}

/**
 * Creates a ChatError from an exception of SignalR. A refusal is `… HubException: code: sentence [Retry after N ms.]`.
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
  if (/invoking '.*' on the server|HubException: /.test(text))
    return new ChatError(errorCodes.internalError, 'The server could not do this.');
  if (isDefect(thrown)) return clientError(thrown);
  return new ChatError(clientCodes.connectionLost, text);
}

/** A fault of the app, which a retry does not fix. @param {unknown} thrown */
export function clientError(thrown) {
  if (thrown instanceof ChatError) return thrown;
  return new ChatError(clientCodes.clientError, `The client cannot go on: ${thrown}`, null, { cause: thrown });
}
