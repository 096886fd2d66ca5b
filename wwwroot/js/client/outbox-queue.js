// @ts-check
import { ChatError, clientCodes, toChatError } from './chat-error.js';
import { errorCodes } from './contracts.js';
import { tooLargeForFrame } from './known-limits.js';
import { callOf, resultOf } from './outbox-entry.js';

/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */
/**
 * @typedef {{
 *   clock: import('./ports.js').Clock, invoke: (method: string, request: object) => Promise<any>, userId: () => string,
 *   retries: import('./retries.js').Retries, records: import('./outbox-persistence.js').OutboxPersistence, keepFailed: boolean,
 *   isReady: (room: string) => boolean, refusalOfKept: (text: string) => ChatError | null, isBinary: boolean,
 *   accepted: (entry: OutboxEntry, answer: import('./contracts.js').SendMessageResult | null) => void,
 *   changed: (room: string, entries: OutboxEntry[]) => void,
 *   settled: (entry: OutboxEntry, result: any, error: ChatError | null) => void
 * }} QueueOptions
 * `refusalOfKept`: why a text is not worth sending; `accepted`: a message is stored, with the answer, or without one if the
 * client saw it in the room; `settled`: the entry left the outbox, with a result or an error
 */

/**
 * The queue of one room: first in, first out, one in flight. An entry without an outcome is sent again with the same id. A
 * permanent refusal settles the entry, or, with `keepFailed`, a message waits for `retry` or `discard`. A failed message does
 * not block later entries: only sendable entries do.
 */
export class OutboxQueue {
  #room;
  #options;
  /** @type {OutboxEntry[]} */
  #entries = [];
  #isPumping = false;
  // The id of the entry that was sent and has no answer.
  #unanswered = '';
  /** @type {Set<string>} their ids */
  #tooLarge = new Set();
  /** @type {() => void} */
  #endPause = () => {};

  /** @param {string} room @param {QueueOptions} options */
  constructor(room, options) {
    this.#room = room;
    this.#options = options;
  }

  get entries() { return this.#entries; }

  /** The entry that was sent and has no answer. */
  get unanswered() { return this.#entries.find((entry) => entry.id === this.#unanswered) ?? null; }

  /** The entry exceeds the server's limit on frames. @param {OutboxEntry} entry */
  isTooLarge(entry) { this.#tooLarge.add(entry.id); }

  /** Inserts by number, but never ahead of the entry being sent. @param {OutboxEntry} entry */
  add(entry) {
    const later = this.#entries.findIndex((other) => other.number > entry.number && other.state !== 'sending');
    const entries = [...this.#entries];
    entries.splice(later < 0 ? entries.length : later, 0, entry);
    this.#change(entries);
    void this.#pump();
  }

  wake() {
    this.#endPause();
    void this.#pump();
  }

  /** @param {import('./contracts.js').ChatMessage} message */
  seen(message) {
    const entry = this.#find(message.messageId);
    if (entry) void this.#accept(entry, null, resultOf(this.#room, message));
  }

  /** @param {string} messageId @param {() => string} newId */
  retry(messageId, newId) {
    const entry = this.#find(messageId);
    if (entry?.state !== 'failed') return;
    // The server may accept it now.
    this.#tooLarge.delete(entry.id);
    // If the id belongs to another user, it stays so: the text goes out under a new id.
    const id = entry.error?.code === errorCodes.messageIdTaken ? { messageId: newId(), triedAs: [] } : {};
    this.#options.records.put(this.#replace(entry, { ...id, state: 'waiting', error: null }));
    void this.#pump();
  }

  /** @param {string} messageId */
  discard(messageId) {
    const entry = this.#find(messageId);
    if (!entry || entry.state === 'sending') return;
    void this.#settle(entry, null, new ChatError(clientCodes.discarded, 'The message was taken back.'));
    void this.#pump();
  }

  async #pump() {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      for (let failures = 0; this.#options.isReady(this.#room);) {
        const next = this.#entries.find((entry) => entry.state !== 'failed');
        if (next?.state !== 'waiting') return;
        failures = await this.#try(next, failures);
      }
    } finally {
      this.#isPumping = false;
    }
  }

  /** @param {OutboxEntry} waiting @param {number} failures of this entry in a row @returns {Promise<number>} */
  async #try(waiting, failures) {
    const { userId, records, refusalOfKept } = this.#options;
    const triedAs = [...new Set([...waiting.triedAs, ...(userId() ? [userId()] : [])])];
    const entry = this.#replace(waiting, { state: 'sending', triedAs });
    if (triedAs.length > waiting.triedAs.length) records.put(entry);
    try {
      // An earlier page stored it, or it was written before the limits were known.
      const refused = this.#tooLarge.has(entry.id) ? tooLargeForFrame(entry.text) : refusalOfKept(entry.text);
      if (refused) throw refused;
      if (!await records.mayBeSent(entry)) await this.#handOver(entry);
      else if (this.#entries.includes(entry)) await this.#succeed(entry, await this.#invoke(entry));
    } catch (thrown) {
      return this.#fail(entry, toChatError(thrown), failures);
    }
    return 0;
  }

  /** @param {OutboxEntry} entry */
  #invoke(entry) {
    this.#unanswered = entry.id;
    return this.#options.invoke(...callOf(entry, this.#options.isBinary));
  }

  /** @param {OutboxEntry} entry @param {any} answer */
  async #succeed(entry, answer) {
    if (!this.#entries.includes(entry)) return;
    if (entry.kind === 'send') await this.#accept(entry, answer, answer);
    else await this.#settle(entry, answer, null);
  }

  /** @param {OutboxEntry} entry @param {ChatError} error @param {number} failures @returns {Promise<number>} */
  async #fail(entry, error, failures) {
    const { clock, retries, records, keepFailed } = this.#options;
    if (!this.#entries.includes(entry)) return 0;
    if (!error.isOutcomeUnknown) this.#unanswered = '';
    if (this.#tooLarge.has(entry.id)) error = tooLargeForFrame(entry.text);
    if (error.isRetryable || error.isOutcomeUnknown) {
      this.#replace(entry, { state: 'waiting' });
      await new Promise((resolve) => {
        const timer = clock.setTimeout(() => resolve(undefined), retries.delayMs(error, failures));
        // The next connection ends the pause; a delay that the server requested is not shortened.
        this.#endPause = () => { if (error.isOutcomeUnknown) { clock.clearTimeout(timer); resolve(undefined); } };
      });
      return failures + 1;
    }
    // The same user owns the message, under an earlier token.
    if (error.code === errorCodes.messageIdTaken && entry.triedAs.length > 1) await this.#accept(entry, null, null);
    else if (keepFailed && entry.kind === 'send')
      records.put(this.#replace(entry, { state: 'failed', error: { code: error.code, sentence: error.message } }));
    else await this.#settle(entry, null, error);
    return 0;
  }

  /** @param {OutboxEntry} entry @param {import('./contracts.js').SendMessageResult | null} answer @param {unknown} result */
  #accept(entry, answer, result) {
    // First the message, then its removal here: a handler that draws in between must not see it vanish.
    this.#options.accepted(entry, answer);
    return this.#settle(entry, result, null);
  }

  /**
   * Removed from the store before the next entry is sent. After a restart no entry is then repeated behind a later one.
   * @param {OutboxEntry} entry
   * @param {unknown} result
   * @param {ChatError | null} error
   */
  async #settle(entry, result, error) {
    this.#change(this.#entries.filter((other) => other !== entry));
    this.#options.settled(entry, result, error);
    await this.#options.records.remove(entry);
  }

  /** @param {OutboxEntry} entry */
  async #handOver(entry) {
    this.#change(this.#entries.filter((other) => other !== entry));
    this.#options.settled(entry, null, new ChatError(clientCodes.handedOver, 'Another page sends the message now.'));
  }

  /** @param {string} messageId */
  #find(messageId) { return this.#entries.find((entry) => entry.messageId === messageId && entry.kind === 'send'); }

  /** @param {OutboxEntry} entry @param {Partial<OutboxEntry>} changes */
  #replace(entry, changes) {
    const changed = { ...entry, ...changes };
    this.#change(this.#entries.map((other) => (other === entry ? changed : other)));
    return changed;
  }

  /** @param {OutboxEntry[]} entries */
  #change(entries) {
    this.#entries = entries;
    this.#options.changed(this.#room, entries);
  }
}
