// @ts-check
import { toChatError } from './chat-error.js';
import { delay } from './clock.js';
import { Deferred } from './deferred.js';

/** @typedef {import('./contracts.js').MarkReadResult} MarkReadResult */
/** @typedef {{ sequence: number, outcome: Deferred<MarkReadResult> }} Caller */
/**
 * @typedef {{
 *   callers: Caller[], sentAt: number, sending: number, latest: MarkReadResult | null, isWorking: boolean
 * }} RoomMarks
 * `sending` is the place of the latest call without an answer, or 0
 */

const intervalMs = 1_000;

/**
 * Sends the read cursors of the user: for each room one call in flight and the newest place next, at most one in a second. A call without
 * an answer is repeated: a read cursor never goes back.
 */
export class ReadMarks {
  #options;
  /** @type {Map<string, RoomMarks>} */
  #rooms = new Map();

  /**
   * @param {{ invoke: (method: string, request: object) => Promise<any>, isUp: () => boolean, clock: import('./ports.js').Clock,
   *   retries: import('./retries.js').Retries, stored: (sequence: number, answer: MarkReadResult) => void,
   *   refused: (room: string) => void }} options
   */
  constructor(options) { this.#options = options; }

  /**
   * @param {string} room @param {number} sequence
   * @param {boolean} isStored whether the inbox has the read cursor there already, as far as it knows
   * @returns {Promise<MarkReadResult>}
   */
  mark(room, sequence, isStored) {
    /** @type {RoomMarks} */
    const marks = this.#rooms.get(room) ?? { callers: [], sentAt: -Infinity, sending: 0, latest: null, isWorking: false };
    this.#rooms.set(room, marks);
    // A restored database may have lost the read cursor: then the inbox does not have it.
    if (isStored && marks.latest && sequence <= marks.latest.readThrough) return Promise.resolve(marks.latest);
    /** @type {Deferred<MarkReadResult>} */
    const outcome = new Deferred();
    // The client's own read cursors are awaited by nobody.
    outcome.promise.catch(() => {});
    marks.callers.push({ sequence, outcome });
    void this.#work(room, marks);
    return outcome.promise;
  }

  /** There is a connection again. */
  wake() { for (const [room, marks] of this.#rooms) void this.#work(room, marks); }

  /**
   * Sends what waits without the delay, also beside a call in flight: a page that is about to end waits for no answer.
   * @returns {Promise<unknown> | null} resolves when the outcomes are known; null if nothing can be sent
   */
  flush() {
    const waiting = [...this.#rooms].filter(([, marks]) => marks.callers.length > 0);
    if (waiting.length === 0 || !this.#options.isUp()) return null;
    for (const [room, marks] of waiting) if (newest(marks) > marks.sending) this.#send(room, marks).catch(() => {});
    return Promise.allSettled(waiting.flatMap(([, marks]) => marks.callers.map(({ outcome }) => outcome.promise)));
  }

  /** There will be no connection. @param {unknown} why */
  giveUp(why) {
    for (const [room, marks] of this.#rooms) this.#fail(room, take(marks, Infinity), why);
  }

  /** @param {string} room @param {Caller[]} callers @param {unknown} why */
  #fail(room, callers, why) {
    for (const { outcome } of callers) outcome.reject(why);
    if (callers.length > 0) this.#options.refused(room);
  }

  /** @param {string} room @param {RoomMarks} marks */
  async #work(room, marks) {
    if (marks.isWorking) return;
    marks.isWorking = true;
    const { clock, isUp, retries } = this.#options;
    for (let failures = 0; marks.callers.length > 0 && isUp();) {
      const wait = marks.sentAt + intervalMs - clock.now();
      if (wait > 0) {
        await delay(clock, wait);
        continue;
      }
      try {
        await this.#send(room, marks);
        failures = 0;
      } catch (thrown) {
        const error = toChatError(thrown);
        if (error.isRetryable || error.isOutcomeUnknown) {
          await delay(clock, retries.delayMs(error, failures++));
          continue;
        }
        this.#fail(room, take(marks, Infinity), error);
      }
    }
    marks.isWorking = false;
  }

  /** Sends the newest place once. @param {string} room @param {RoomMarks} marks */
  async #send(room, marks) {
    const { clock, invoke, stored } = this.#options;
    const sequence = marks.sending = newest(marks);
    marks.sentAt = clock.now();
    try {
      const answer = marks.latest = await invoke('MarkRead', { room, sequence });
      stored(sequence, answer);
      for (const { outcome } of take(marks, sequence)) outcome.resolve(answer);
    } finally {
      if (marks.sending === sequence) marks.sending = 0;
    }
  }
}

/** @param {RoomMarks} marks */
const newest = ({ callers }) => Math.max(...callers.map(({ sequence }) => sequence));

/** @param {RoomMarks} marks @param {number} sequence */
function take(marks, sequence) {
  const taken = marks.callers.filter((caller) => caller.sequence <= sequence);
  marks.callers = marks.callers.filter((caller) => caller.sequence > sequence);
  return taken;
}
