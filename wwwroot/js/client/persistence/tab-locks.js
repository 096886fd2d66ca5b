// @ts-check
import { delay } from '../clock.js';
import { TabChannel } from './tabs.js';

/** @typedef {import('./tabs.js').Tabs} Tabs */

// A reloaded page takes up its name again: for this time the other pages leave its entries to it.
const graceMs = 3_000;
const ownNameMs = 250;

/**
 * Each page holds a Web Lock for its whole life, and the browser releases it however the page ends. A page that waits for the
 * lock of another page learns of its end by receiving the lock.
 * @implements {Tabs}
 */
export class TabLocks {
  owner = '';
  #locks;
  #options;
  #channel;
  #over = new AbortController();
  /** @type {(owner: string) => Promise<void>} */
  #gone = async () => {};
  /** @type {Set<string>} */
  #watched = new Set();

  /** @param {LockManager} locks @param {import('./tabs.js').TabOptions} options */
  constructor(locks, options) {
    this.#locks = locks;
    this.#options = options;
    this.#channel = new TabChannel(`signalrchat:${options.scope}`, ({ hello }) => { if (hello) this.#watch(hello); });
  }

  /** @param {LockManager} locks @param {import('./tabs.js').TabOptions} options */
  static async open(locks, options) {
    const tabs = new TabLocks(locks, options);
    const key = tabs.#key;
    const before = remembered(key);
    // The previous page may hold this page's lock for a moment. A duplicated tab never gets the lock, and takes another name.
    tabs.owner = before && await tabs.#hold(before, AbortSignal.timeout(ownNameMs)) ? before : options.newId();
    if (tabs.owner !== before) await tabs.#hold(tabs.owner);
    remember(key, tabs.owner);
    return tabs;
  }

  /** @param {(owner: string) => Promise<void>} handler */
  onGone(handler) {
    this.#gone = handler;
    this.#channel.tell({ hello: this.owner });
    void this.#watchOthers();
  }

  /** @param {string} owner @param {() => Promise<void>} work */
  async ifGone(owner, work) {
    const isGone = await this.#locks.request(this.#name(owner), { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return lock !== null;
    });
    if (!isGone) this.#watch(owner);
  }

  async close() {
    this.#over.abort();
    this.#channel.close();
  }

  async forget() {
    await this.close();
    try { sessionStorage.removeItem(this.#key); } catch { /* nothing was kept */ }
  }

  get #key() { return `signalrchat:${this.#options.scope}:tab`; }

  /** @param {string} owner */
  #name(owner) { return `signalrchat:${this.#options.scope}:${owner}`; }

  /**
   * Resolves when the lock is held, or unavailable.
   * @param {string} owner
   * @param {AbortSignal} [signal]
   * @returns {Promise<boolean>}
   */
  #hold(owner, signal) {
    return new Promise((resolve) => {
      this.#locks.request(this.#name(owner), { signal }, () => {
        resolve(true);
        return new Promise((release) => { this.#over.signal.addEventListener('abort', () => release(undefined)); });
      }).catch(() => resolve(false));
    });
  }

  async #watchOthers() {
    const prefix = this.#name('');
    const { held = [] } = await this.#locks.query();
    for (const { name } of held) if (name?.startsWith(prefix)) this.#watch(name.slice(prefix.length));
  }

  /** @param {string} owner */
  #watch(owner) {
    if (owner === this.owner || this.#watched.has(owner)) return;
    this.#watched.add(owner);
    this.#untilGone(owner).catch(() => {}).finally(() => this.#watched.delete(owner));
  }

  /** @param {string} owner */
  async #untilGone(owner) {
    for (let isGone = false; !isGone;) {
      await this.#locks.request(this.#name(owner), { signal: this.#over.signal }, () => {});
      await delay(this.#options.clock, graceMs);
      if (this.#over.signal.aborted) return;
      isGone = await this.#locks.request(this.#name(owner), { ifAvailable: true }, async (lock) => {
        if (lock) await this.#gone(owner);
        return lock !== null;
      });
    }
  }
}

/** @param {string} key */
function remembered(key) {
  try { return sessionStorage.getItem(key); } catch { return null; }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try { sessionStorage.setItem(key, value); } catch { /* then what a reload leaves is taken over like that of another page */ }
}
