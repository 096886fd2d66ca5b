// @ts-check
import { CallGate } from './call-gate.js';
import { ChatError, clientCodes, toChatError } from './chat-error.js';
import { errorCodes, hubMethods, sessionEndCodes } from './contracts.js';
import { Deferred, within } from './deferred.js';
import { Emitter } from './emitter.js';
import { ReconnectWait } from './reconnect-wait.js';
import { TokenKeeper } from './token-keeper.js';

/** @typedef {import('./ports.js').AccessToken} AccessToken */
/** @typedef {import('./link-types.js').LinkStatus} LinkStatus */
/** @typedef {import('./link-types.js').Attempt} Attempt */

// Calls that do not finish in this time are retried on the next connection, with the same ids.
const toFinishMs = 2_000;
// The last calls before the end.
const toStopMs = 1_000;
const longestTimerMs = 24 * 60 * 60_000;
const leastRenewalMs = 1_000;
// An older server has no such method, and no connection changes its user.
/** @type {Set<string>} */
const needsAnotherConnection = new Set([errorCodes.unknownMethod, errorCodes.internalError, errorCodes.forbidden]);

/**
 * Keeps one connection up. Unlike SignalR's automatic reconnect, it also retries the first connect, and by default never
 * stops. Each try uses a new connection, so that a hanging one blocks nothing. It ends only if the server rejects the
 * credentials or forbids a reconnect.
 * @extends {Emitter<{ status: LinkStatus, up: AccessToken, down: ChatError }>}
 */
export class HubLink extends Emitter {
  #options;
  #tokens;
  #wait;
  #gate = new CallGate();
  /** @type {Map<string, ((payload: any) => void)[]>} */
  #listeners = new Map();
  /** @type {LinkStatus} */
  #status = { state: 'idle', attempt: 0, retryAt: null, error: null };
  /** @type {Attempt | null} */
  #attempt = null;
  /** @type {Attempt | null} made beside the one in use */
  #rival = null;
  /** @type {ChatError | null} */
  #finalReason = null;
  /** @type {Deferred<void> | null} */
  #asleep = null;
  #isAtOnce = false;
  #isWantedAgain = false;
  #wasRefused = false;
  /** @type {unknown} */
  #renewal = null;
  #running = Promise.resolve();

  /** @param {import('./link-types.js').LinkOptions} options */
  constructor(options) {
    super();
    this.#options = options;
    this.#tokens = new TokenKeeper(options.tokens, options.clock);
    this.#wait = new ReconnectWait(options.backoff, options.clock);
    this.listen('Draining', (/** @type {import('./contracts.js').DrainNotice} */ notice) => this.#wait.ask(notice.reconnectAfterMs));
    this.listen('SessionEnding', (ending) => this.#sessionEnding(ending));
  }

  get status() { return this.#status; }
  /** The age of the current try or connection. */
  get ageMs() { return this.#options.clock.now() - (this.#attempt?.begunAt ?? 0); }
  get isUp() { return this.#status.state === 'connected'; }
  /** Why the connection is about to end permanently; otherwise null. */
  get ending() { return this.#isOver ? null : this.#finalReason; }
  /** Why there will be no connection until `start`; otherwise null. */
  get over() { return this.#isOver ? this.#finalReason : null; }
  /** `start` was called during a pending end: it follows at once. */
  get isWantedAgain() { return this.#isWantedAgain; }
  get #isOver() { return this.#status.state === 'idle' || this.#status.state === 'stopped'; }

  start() {
    this.#isWantedAgain = this.ending !== null;
    if (!this.#isOver) return;
    this.#finalReason = null;
    this.#wasRefused = false;
    this.#wait.failed = 0;
    this.#running = this.#run();
  }

  /**
   * Ends the connection permanently, or until `start`.
   * @param {Promise<unknown> | null} [last] calls that are sent already, and that the connection waits for a moment for
   */
  async stop(last = null) {
    this.#isWantedAgain = false;
    this.#finalReason ??= new ChatError(clientCodes.stopped, 'Stopped.');
    this.#asleep?.resolve();
    this.#wait.end();
    this.dropRival();
    const reason = this.#finalReason;
    if (last) await within(this.#options.clock, last, toStopMs, noAnswer).catch(() => {});
    this.#drop(reason);
    await this.#running;
  }

  /** Ends the wait before the next try. */
  retryNow() { this.#wait.end(); }

  /** The machine or the page slept: waiting tries start now, unless the server requested a delay. */
  wake() {
    this.#asleep?.resolve();
    this.#asleep = null;
    this.#wait.end({ isPolite: true });
  }

  /** The page goes into the back-forward cache and may return: it keeps no connection meanwhile. */
  sleep() {
    if (this.#isOver) return;
    this.#asleep ??= new Deferred();
    this.dropRival();
    this.replace('The page was put aside.');
  }

  /** Drops the connection, or the current try, and starts another at once. @param {string} why */
  replace(why) {
    this.#isAtOnce = this.#attempt?.isOver === false;
    this.#drop(new ChatError(clientCodes.connectionLost, why));
  }

  /**
   * Makes another connection beside the one in use, which may be dead, and switches over when it is up. If no connection is
   * in use, a waiting try starts now.
   */
  addRival() {
    this.dropRival();
    if (!this.isUp) return this.#wait.end({ isPolite: true });
    const rival = this.#rival = this.#newAttempt();
    rival.begun.then(() => { if (this.#rival === rival) this.#changeOver(); }, () => { if (this.#rival === rival) this.dropRival(); });
  }

  /** The connection in use has proved alive. */
  dropRival() {
    if (this.#rival) end(this.#rival);
    this.#rival = null;
  }

  /** @param {string} event @param {(payload: any) => void} handler */
  listen(event, handler) { this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), handler]); }

  /**
   * @param {string} method
   * @param {object} request
   * @param {number} [timeoutMs]
   * @returns {Promise<any>} throws a ChatError
   */
  invoke(method, request, timeoutMs = this.#options.callTimeoutMs) {
    return this.#gate.pass(async () => {
      const attempt = this.#attempt;
      if (!this.isUp || !attempt?.hub) throw new ChatError(clientCodes.connectionLost, 'There is no connection at the moment.');
      // Any end of the connection, including the app's own `stop`: the outcome of the call is unknown.
      const lost = attempt.gone.promise.then((why) => { throw new ChatError(clientCodes.connectionLost, why.message); });
      try {
        return await within(this.#options.clock, Promise.race([attempt.hub.invoke(method, request), lost]), timeoutMs, noAnswer);
      } catch (thrown) {
        const error = toChatError(thrown);
        // SignalR fails the active calls with the error that ended the connection, such as an unreadable frame.
        const isOver = attempt.isClosed && error.code === clientCodes.clientError;
        // The token was revoked, and the server is about to end the connection: the refusal is not about the call.
        const isEnding = error.code === errorCodes.invalidToken && method !== hubMethods.Reauthenticate;
        throw isOver || isEnding ? new ChatError(clientCodes.connectionLost, error.message) : error;
      }
    });
  }

  async #run() {
    for (;;) {
      await this.#asleep?.promise;
      const reason = this.#finalReason ?? await this.#connectOnce();
      this.#gate.letGo();
      if (this.#finalReason) break;
      if (this.#isAtOnce || this.#rival) { this.#isAtOnce = false; continue; }
      if (this.#wait.isUsedUp) {
        this.#finalReason = new ChatError(clientCodes.gaveUp, `Could not connect; all ${this.#wait.failed} attempts failed.`);
        break;
      }
      await this.#wait.pass((retryAt) => this.#set({ state: 'waiting', attempt: this.#wait.failed + 1, retryAt, error: reason }));
      this.#wait.failed++;
    }
    this.#set({ state: 'stopped', attempt: 0, retryAt: null, error: this.#finalReason });
    if (this.#isWantedAgain) this.start();
  }

  /** @returns {Promise<ChatError>} why there is no connection now */
  async #connectOnce() {
    const { clock, connectTimeoutMs } = this.#options;
    const attempt = this.#attempt = this.#rival ?? this.#newAttempt();
    this.#rival = null;
    this.#set({ ...this.#status, state: 'connecting', attempt: this.#wait.failed, retryAt: null });
    try {
      const lost = attempt.gone.promise.then((why) => { throw why; });
      const token = await within(clock, Promise.race([attempt.begun, lost]), connectTimeoutMs, noAnswer);
      return await this.#whileUp(attempt, token);
    } catch (thrown) {
      return this.#refused(toChatError(thrown), attempt);
    } finally {
      end(attempt);
    }
  }

  #newAttempt() {
    /** @type {Omit<Attempt, 'begun'>} */
    const attempt = {
      hub: null, gone: new Deferred(), isClosed: false, isOver: false, isAskedBack: false, begunAt: this.#options.clock.now(),
    };
    const begun = this.#begin(attempt);
    // No caller awaits an abandoned try.
    begun.catch(() => {});
    return Object.assign(attempt, { begun });
  }

  /** @param {Omit<Attempt, 'begun'>} attempt */
  async #begin(attempt) {
    const token = await this.#tokens.forConnect();
    const hub = await this.#options.connect(async () => token.accessToken, (ms) => {
      if (attempt.isOver) return;
      attempt.isAskedBack = true;
      this.#wait.ask(ms);
    });
    attempt.hub = hub;
    hub.onclose((error) => {
      attempt.isClosed = true;
      attempt.gone.resolve(new ChatError(clientCodes.connectionLost, error?.message ?? 'The connection was closed.'));
    });
    for (const [event, handlers] of this.#listeners) {
      hub.on(event, (payload) => { if (!attempt.isOver) for (const handler of handlers) handler(payload); });
    }
    // The try may have been abandoned meanwhile: then no other code would close it.
    if (!attempt.isOver) await hub.start();
    if (attempt.isOver) hub.stop().catch(() => {});
    return token;
  }

  /** @param {Attempt} attempt @param {AccessToken} token */
  async #whileUp(attempt, token) {
    const since = this.#options.clock.now();
    this.#wasRefused = false;
    this.#tokens.connected();
    this.#set({ state: 'connected', attempt: this.#wait.failed, retryAt: null, error: null });
    this.#gate.letGo();
    this.raise('up', token);
    this.#renewLater(attempt, 0);
    const reason = await attempt.gone.promise;
    this.#options.clock.clearTimeout(this.#renewal);
    this.#wait.ended(this.#options.clock.now() - since);
    // The next status follows a moment later: a wait, another try, or the end.
    this.#status = { ...this.#status, state: 'connecting', error: this.#isAtOnce ? null : reason };
    this.raise('down', reason);
    return reason;
  }

  /**
   * Gives the connection another token before its own ends. A server that cannot take one, or takes none of another user, needs
   * another connection, made between two calls.
   * @param {Attempt} attempt
   * @param {number} tries
   * @param {number} [leastMs] a token may have little left already: it must not be replaced again and again
   */
  #renewLater(attempt, tries, leastMs = 0) {
    const { clock } = this.#options;
    const left = this.#tokens.untilRenewalMs(tries);
    if (left === null || attempt.isOver) return;
    const ms = Math.max(left, leastMs);
    this.#renewal = clock.setTimeout(async () => {
      if (ms > longestTimerMs) return this.#renewLater(attempt, tries);
      // A failure is harmless for now: the current token is still valid, and the next connect decides.
      const isRenewed = await this.#tokens.tryRenew().catch(() => false);
      if (attempt.isOver) return;
      if (!isRenewed) return this.#renewLater(attempt, tries + 1);
      const refusal = await this.#reauthenticate();
      if (attempt.isOver) return;
      if (!refusal) return this.#renewLater(attempt, 0, leastRenewalMs);
      if (!needsAnotherConnection.has(refusal)) return this.#renewLater(attempt, tries + 1);
      await this.#gate.hold(clock, toFinishMs);
      if (!attempt.isOver) this.replace('The token is renewed.');
    }, Math.min(ms, longestTimerMs));
  }

  /** Returns the code of the refusal, or null if the connection now lives as long as the new token. */
  async #reauthenticate() {
    const token = this.#tokens.ahead;
    if (!token) return null;
    try {
      await this.invoke(hubMethods.Reauthenticate, { accessToken: token.accessToken });
      this.#tokens.reauthenticated(token);
      return null;
    } catch (thrown) {
      const { code, retryAfterMs } = toChatError(thrown);
      if (code === errorCodes.invalidToken) this.#tokens.rejected(retryAfterMs);
      return code;
    }
  }

  /** @param {ChatError} error of a connect @param {Attempt} attempt */
  #refused(error, attempt) {
    const status = /[Ss]tatus(?: code|:)? '?(401|403)\b/.exec(error.message)?.[1];
    if (error.code === clientCodes.tokenRefused || error.code === clientCodes.clientError) this.#finalReason ??= error;
    // With a `Retry-After`: only the server's clock rejects the token, and it may be wrong.
    else if (status === '401' && attempt.isAskedBack && this.#tokens.untimely()) return error;
    // A cached token may have expired by the server's clock: request a new one, once.
    else if (status === '403' || (status === '401' && this.#wasRefused)) {
      this.#finalReason ??= new ChatError(clientCodes.credentialsRefused, `The server refused the credentials (${status}).`);
    } else if (status === '401' || /Unauthorized/.test(error.message)) {
      this.#wasRefused = true;
      this.#tokens.refused();
    }
    return error;
  }

  /** @param {import('./contracts.js').SessionEnd} ending */
  #sessionEnding(ending) {
    if (ending.code === sessionEndCodes.tokenExpired) this.#tokens.untimely();
    if (ending.code === sessionEndCodes.tokenRevoked) this.#tokens.refused();
    if (!ending.reconnect) this.#finalReason = new ChatError(ending.code, 'The server ended the session.');
  }

  #changeOver() {
    if (this.isUp) this.replace('A connection made after it was there first.');
    else this.#wait.end();
  }

  /** @param {ChatError} why */
  #drop(why) { this.#attempt?.gone.resolve(why); }

  /** @param {LinkStatus} status */
  #set(status) {
    this.#status = status;
    this.raise('status', status);
  }
}

const noAnswer = () => new ChatError(clientCodes.noAnswer, 'The server did not answer in time.');

/** Closes without a wait, whatever the result. @param {Attempt} attempt */
function end(attempt) {
  attempt.isOver = true;
  attempt.gone.resolve(new ChatError(clientCodes.connectionLost, 'The connection was given up.'));
  attempt.hub?.stop().catch(() => {});
}
