// @ts-check
import { answer, transact } from './idb.js';
import { TabChannel } from './tabs.js';

/** @typedef {import('./tabs.js').Tabs} Tabs */

// Hidden pages get a turn once a minute. If a page wakes after a longer pause, another page has taken over its messages, and
// it leaves them alone.
const lifeMs = 90_000;
const renewMs = 10_000;

/**
 * The alternative without Web Locks, as on plain HTTP: each page keeps a lease in the database and renews it. A closed page
 * returns its lease; a crashed page is noticed when its lease expires.
 * @implements {Tabs}
 */
export class TabLeases {
  owner;
  #db;
  #options;
  #channel;
  /** @type {unknown} */
  #timer = null;
  #isOver = false;
  /** @type {(owner: string) => Promise<void>} */
  #gone = async () => {};
  #leave = () => void this.#giveBack();

  /** @param {IDBDatabase} db @param {import('./tabs.js').TabOptions} options */
  constructor(db, options) {
    this.#db = db;
    this.#options = options;
    this.owner = options.newId();
    this.#channel = new TabChannel(`signalrchat:${options.scope}`, ({ bye }) => { if (bye) void this.#take(bye); });
  }

  /** @param {IDBDatabase} db @param {import('./tabs.js').TabOptions} options */
  static async open(db, options) {
    const tabs = new TabLeases(db, options);
    await tabs.#renew();
    globalThis.addEventListener?.('pagehide', tabs.#leave);
    globalThis.addEventListener?.('pageshow', (event) => { if (/** @type {any} */ (event).persisted) void tabs.#renew(); });
    return tabs;
  }

  /** @param {(owner: string) => Promise<void>} handler */
  onGone(handler) { this.#gone = handler; }

  /** @param {string} owner @param {() => Promise<void>} work */
  async ifGone(owner, work) {
    // The page that removes the expired lease takes over.
    const isGone = await transact(this.#db, 'leases', 'readwrite', async (leases) => {
      const lease = await answer(leases.get(owner));
      if (lease && lease.until > this.#options.clock.now()) return false;
      leases.delete(owner);
      return true;
    });
    if (isGone) await work();
  }

  async close() {
    globalThis.removeEventListener?.('pagehide', this.#leave);
    await this.#giveBack();
    this.#isOver = true;
    this.#channel.close();
  }

  async forget() {
    const { clock, scope } = this.#options;
    await this.close();
    await transact(this.#db, 'leases', 'readwrite', async (leases) => {
      const all = await answer(leases.getAll());
      for (const { owner } of all.filter((lease) => lease.scope === scope && lease.until <= clock.now())) leases.delete(owner);
    });
  }

  async #renew() {
    const { clock, scope } = this.#options;
    clock.clearTimeout(this.#timer);
    if (this.#isOver) return;
    const ended = await transact(this.#db, 'leases', 'readwrite', async (leases) => {
      leases.put({ owner: this.owner, scope, until: clock.now() + lifeMs });
      const all = await answer(leases.getAll());
      return all.filter((lease) => lease.scope === scope && lease.until <= clock.now()).map((lease) => lease.owner);
    }).catch(() => []);
    this.#timer = clock.setTimeout(() => void this.#renew(), renewMs);
    for (const owner of ended) await this.#take(owner);
  }

  /** @param {string} owner */
  #take(owner) { return this.ifGone(owner, () => this.#gone(owner)).catch(() => {}); }

  async #giveBack() {
    this.#options.clock.clearTimeout(this.#timer);
    // Expired but not removed, so that other pages find it even if they miss the message.
    const expired = { owner: this.owner, scope: this.#options.scope, until: 0 };
    await transact(this.#db, 'leases', 'readwrite', async (leases) => void leases.put(expired)).catch(() => {});
    this.#channel.tell({ bye: this.owner });
  }
}
