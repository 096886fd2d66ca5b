// @ts-check
import { ChatError, clientCodes } from './chat-error.js';
import { sessionEndCodes } from './contracts.js';
import { Deferred } from './deferred.js';
import { frameBytes } from './known-limits.js';
import { OutboxQueue } from './outbox-queue.js';

/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */
/** @typedef {import('./outbox-queue.js').QueueOptions} QueueOptions */
/**
 * @typedef {Omit<QueueOptions, 'settled'> & {
 *   newId: () => string, limit: number, whenFull: 'refuse' | 'wait', refusal: (text: string) => ChatError | null, isBinary: boolean,
 *   settled: (entry: OutboxEntry, outcome: { result: any, error: ChatError | null, isRestored: boolean }) => void
 * }} OutboxOptions
 */
/**
 * @typedef {{
 *   kind: OutboxEntry['kind'], room: string, messageId: string, text?: string, replyTo?: string | null, data?: object | null,
 *   mentions?: string[] | null
 * }} Draft
 */
/**
 * @typedef {OutboxEntry & { outcome: Promise<any> }} Sending `outcome` settles when the outcome is known; the caller may
 * ignore it
 */

/**
 * The queue of calls with a pending outcome: for each room in the order of the calls, one in flight; rooms do not wait for
 * each other. Beyond the limit, further calls are refused or wait for a place.
 */
export class Outbox {
  #options;
  /** @type {Map<string, OutboxQueue>} */
  #queues = new Map();
  /** @type {Map<string, Deferred<any>>} */
  #outcomes = new Map();
  /** @type {{ entry: OutboxEntry, outcome: Deferred<any> }[]} */
  #door = [];
  #lastNumber = 0;
  #isRestored = false;

  /** @param {OutboxOptions} options */
  constructor(options) { this.#options = options; }

  /** The number of entries with a pending outcome. */
  get size() { return [...this.#queues.values()].reduce((sum, queue) => sum + queue.entries.length, 0); }

  /** @param {string} room */
  entries(room) { return this.#queues.get(room)?.entries ?? []; }

  get rooms() { return [...this.#queues.keys()]; }

  /** The entries of an earlier page go ahead of all new ones. */
  async restore() {
    const { records } = this.#options;
    const items = await records.load();
    if (!this.#isRestored) records.onInherited((left) => this.#take(left));
    this.#isRestored = true;
    this.#take(items);
    this.wakeAll();
  }

  /**
   * @param {Draft} draft
   * @returns {Sending}
   */
  add({ kind, room, messageId, text = '', replyTo = null, data = null, mentions = null }) {
    const { clock, newId, limit, whenFull, refusal, userId } = this.#options;
    const refused = refusal(text);
    if (refused) throw refused;
    const isFull = this.size >= limit || this.#door.length > 0;
    if (isFull && whenFull === 'refuse') throw new ChatError(clientCodes.outboxFull, `${limit} messages wait already.`);
    // By time, so that entries of another page sort into place.
    this.#lastNumber = Math.max(this.#lastNumber + 1, clock.now() * 1000);
    /** @type {OutboxEntry} */
    const entry = {
      id: newId(), number: this.#lastNumber, kind, room, messageId, text, replyTo, data, mentions, at: clock.now(), state: 'waiting',
      error: null, triedAs: userId() ? [userId()] : [],
    };
    const outcome = new Deferred();
    if (isFull) this.#door.push({ entry, outcome });
    else this.#admit(entry, outcome);
    return { ...entry, outcome: outcome.promise };
  }

  /** The room is ready for sends. @param {string} room */
  wake(room) { this.#queues.get(room)?.wake(); }

  wakeAll() { for (const queue of this.#queues.values()) queue.wake(); }

  /**
   * The client saw the message in the room, so it is stored, whatever happened to the answer.
   * @param {string} room
   * @param {import('./contracts.js').ChatMessage} message
   */
  seen(room, message) { this.#queues.get(room)?.seen(message); }

  /** @param {string} room @param {string} messageId of a failed message */
  retry(room, messageId) { this.#queues.get(room)?.retry(messageId, this.#options.newId); }

  /** Removes an entry, unless it is being sent. @param {string} room @param {string} messageId */
  discard(room, messageId) { this.#queues.get(room)?.discard(messageId); }

  /**
   * The server is about to end the connection. If a frame exceeded its limit, it does not name the frame: the largest text
   * without an answer is too large, whichever frame it was.
   * @param {import('./contracts.js').SessionEnd} end
   */
  ending({ code }) {
    if (code !== sessionEndCodes.frameTooLarge) return;
    const { isBinary } = this.#options;
    const sizes = [...this.#queues.values()].map((queue) => (
      { queue, bytes: queue.unanswered ? frameBytes(queue.unanswered, isBinary) : 0 }));
    const largest = sizes.sort((a, b) => b.bytes - a.bytes)[0];
    if (largest?.queue.unanswered && largest.bytes > 0) largest.queue.isTooLarge(largest.queue.unanswered);
  }

  /** There will be no connection: waiting callers fail, and the entries stay. @param {ChatError} why */
  giveUp(why) {
    for (const outcome of this.#outcomes.values()) outcome.reject(why);
    for (const { outcome } of this.#door.splice(0)) outcome.reject(why);
  }

  /** @param {OutboxEntry} entry @param {Deferred<any>} outcome */
  #admit(entry, outcome) {
    this.#outcomes.set(entry.id, outcome);
    this.#options.records.put(entry);
    this.#queue(entry.room).add(entry);
  }

  /** @param {import('./ports.js').OutboxItem[]} items */
  #take(items) {
    const known = new Set([...this.#queues.values()].flatMap((queue) => queue.entries.map((entry) => entry.id)));
    for (const item of [...items].sort((a, b) => a.number - b.number)) {
      if (known.has(item.id)) continue;
      this.#options.records.isKept(item.id);
      this.#lastNumber = Math.max(this.#lastNumber, item.number);
      this.#queue(item.room).add(item);
    }
  }

  /** @param {string} room */
  #queue(room) {
    let queue = this.#queues.get(room);
    if (!queue) {
      const isReady = (/** @type {string} */ name) => this.#isRestored && this.#options.isReady(name);
      queue = new OutboxQueue(room, { ...this.#options, isReady, settled: (entry, result, error) => this.#settle(entry, result, error) });
      this.#queues.set(room, queue);
    }
    return queue;
  }

  /** @param {OutboxEntry} entry @param {any} result @param {ChatError | null} error */
  #settle(entry, result, error) {
    const outcome = this.#outcomes.get(entry.id);
    this.#outcomes.delete(entry.id);
    if (error) outcome?.reject(error);
    else outcome?.resolve(result);
    this.#options.settled(entry, { result, error, isRestored: !outcome });
    while (this.#door.length > 0 && this.size < this.#options.limit) {
      const next = /** @type {{ entry: OutboxEntry, outcome: Deferred<any> }} */ (this.#door.shift());
      this.#admit(next.entry, next.outcome);
    }
  }
}
