// @ts-check
import { isStored, toItem } from './outbox-entry.js';

/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */

/** Stores nothing beyond the life of the page. @returns {import('./ports.js').OutboxStore} */
export const memoryOutbox = () => ({ load: async () => [], put: async () => {}, remove: async () => {} });

/**
 * Stores the entries of the outbox in the app's store, one write after the other. A failing store loses no entry: the entry
 * stays in memory, and is sent from there.
 */
export class OutboxPersistence {
  #store;
  #warn;
  #last = Promise.resolve();
  /** @type {Map<string, Promise<boolean>>} whether an entry is in the store */
  #kept = new Map();

  /** @param {import('./ports.js').OutboxStore} store @param {(what: string, error: unknown) => void} warn */
  constructor(store, warn) {
    this.#store = store;
    this.#warn = warn;
  }

  /** @param {(items: import('./ports.js').OutboxItem[]) => void} handler */
  onInherited(handler) { this.#store.onInherited?.(handler); }

  async load() {
    try {
      return await this.#store.load();
    } catch (error) {
      this.#warn('The outbox could not be read: what an earlier page left in it is not sent.', error);
      return [];
    }
  }

  /** @param {string} id of a loaded entry */
  isKept(id) { this.#kept.set(id, Promise.resolve(true)); }

  /** @param {OutboxEntry} entry */
  put(entry) {
    if (!isStored(entry)) return;
    this.#kept.set(entry.id, this.#write(
      () => this.#store.put(toItem(entry)),
      'A message could not be kept: it is lost if the page is closed before it is sent.'));
  }

  /** An entry may be sent only after it is stored, and only if no other page owns it now. @param {OutboxEntry} entry */
  async mayBeSent({ id, kind }) {
    if (!await this.#kept.get(id) || !this.#store.isMine) return true;
    // Two sends are better than none: the server stores the message once. A change that another page made is not repeated.
    const isMine = await this.#store.isMine(id).catch(() => true);
    return isMine ?? kind === 'send';
  }

  /** @param {OutboxEntry} entry */
  async remove(entry) {
    if (!this.#kept.delete(entry.id)) return;
    await this.#write(
      () => this.#store.remove(entry.id),
      'A message that is sent could not be taken from the outbox: a restart sends it again, and it is stored once.');
  }

  /** @param {() => Promise<void>} write @param {string} otherwise @returns {Promise<boolean>} */
  #write(write, otherwise) {
    const done = this.#last.then(write).then(() => true, (error) => { this.#warn(otherwise, error); return false; });
    this.#last = done.then(() => {});
    return done;
  }
}
