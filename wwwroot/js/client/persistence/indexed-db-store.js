// @ts-check
import { answer, transact } from './idb.js';

/** @typedef {import('../ports.js').OutboxItem} OutboxItem */
/** @typedef {import('../ports.js').CursorStore} CursorStore */
/** @typedef {import('../ports.js').OutboxStore} OutboxStore */
/** @typedef {import('../ports.js').InboxStore} InboxStore */
/** @typedef {OutboxItem & { scope: string, owner: string }} KeptItem */

/**
 * Removes data of other users that is older than the limit: a guest without a token never returns for it.
 * @param {IDBDatabase} db @param {'cursors' | 'outbox'} name @param {string} scope @param {number} before
 */
export function pruneOthers(db, name, scope, before) {
  return transact(db, name, 'readwrite', async (store) => {
    const [keys, left] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
    left.forEach((kept, i) => { if (kept.scope !== scope && !(kept.at >= before)) store.delete(keys[i]); });
  });
}

/** Among the cursors: no room has this name. */
const inboxKey = ':inbox';

/** The cursors and the inbox of one user, for all pages. @implements {CursorStore} @implements {InboxStore} */
export class IndexedDbCursors {
  #db;
  #scope;
  #clock;

  /** @param {IDBDatabase} db @param {string} scope @param {import('../ports.js').Clock} clock */
  constructor(db, scope, clock) {
    this.#db = db;
    this.#scope = scope;
    this.#clock = clock;
  }

  /** @param {string} room @returns {Promise<import('../ports.js').RoomCursor | null>} */
  load(room) {
    return transact(this.#db, 'cursors', 'readonly', async (store) => {
      const kept = await answer(store.get([this.#scope, room]));
      return kept ? { epoch: kept.epoch, revision: kept.revision } : null;
    });
  }

  /** @param {string} room @param {import('../ports.js').RoomCursor} cursor */
  save(room, { epoch, revision }) {
    const kept = { scope: this.#scope, room, epoch, revision, at: this.#clock.now() };
    return transact(this.#db, 'cursors', 'readwrite', async (store) => void await answer(store.put(kept)));
  }

  /** @param {string} room */
  remove(room) { return transact(this.#db, 'cursors', 'readwrite', async (store) => void await answer(store.delete([this.#scope, room]))); }

  /** @returns {Promise<import('../ports.js').KeptInbox | null>} */
  loadInbox() {
    return transact(this.#db, 'cursors', 'readonly', async (store) => {
      const kept = await answer(store.get([this.#scope, inboxKey]));
      return kept ? { epoch: kept.epoch, revision: kept.revision, entries: kept.entries } : null;
    });
  }

  /** @param {import('../ports.js').KeptInbox} inbox */
  saveInbox(inbox) {
    const kept = { ...inbox, scope: this.#scope, room: inboxKey, at: this.#clock.now() };
    return transact(this.#db, 'cursors', 'readwrite', async (store) => void await answer(store.put(kept)));
  }

  clear() {
    const all = IDBKeyRange.bound([this.#scope], [this.#scope, []]);
    return transact(this.#db, 'cursors', 'readwrite', async (store) => void await answer(store.delete(all)));
  }
}

/**
 * The outbox of one user. Each entry belongs to one page at a time, its owner. A living page takes over the entries of a
 * closed page in one transaction, so that two pages never own the same entry.
 * @implements {OutboxStore}
 */
export class IndexedDbOutbox {
  #db;
  #scope;
  #tabs;
  /** @type {(items: OutboxItem[]) => void} */
  #inherited = () => {};

  /** @param {IDBDatabase} db @param {string} scope @param {import('./tabs.js').Tabs} tabs */
  constructor(db, scope, tabs) {
    this.#db = db;
    this.#scope = scope;
    this.#tabs = tabs;
    tabs.onGone(async (owner) => {
      const left = await this.#take(owner);
      if (left.length > 0) this.#inherited(left);
    });
  }

  /** @param {(items: OutboxItem[]) => void} handler */
  onInherited(handler) { this.#inherited = handler; }

  async load() {
    const kept = await this.#all('readonly', async (items) => items);
    const others = new Set(kept.map((item) => item.owner).filter((owner) => owner !== this.#tabs.owner));
    /** @type {OutboxItem[]} */
    const left = [];
    for (const owner of others) await this.#tabs.ifGone(owner, async () => void left.push(...await this.#take(owner)));
    return [...kept.filter((item) => item.owner === this.#tabs.owner), ...left].map(toItem);
  }

  /** @param {OutboxItem} item */
  put(item) {
    /** @type {KeptItem} */
    const kept = { ...item, scope: this.#scope, owner: this.#tabs.owner };
    return transact(this.#db, 'outbox', 'readwrite', async (store) => void await answer(store.put(kept)));
  }

  /** @param {string} id */
  remove(id) { return transact(this.#db, 'outbox', 'readwrite', async (store) => void await answer(store.delete(id))); }

  /** @param {string} id */
  isMine(id) {
    return transact(this.#db, 'outbox', 'readonly', async (store) => {
      /** @type {KeptItem | undefined} */
      const item = await answer(store.get(id));
      return item ? item.owner === this.#tabs.owner : null;
    });
  }

  /** The entries of this page: another page may be sending the rest. */
  clear() {
    return this.#all('readwrite', async (items, store) => {
      for (const { id, owner } of items) if (owner === this.#tabs.owner) store.delete(id);
    });
  }

  /** The entries of this page, and of closed pages. */
  async forget() {
    await this.clear();
    const others = await this.#all('readonly', async (items) => new Set(items.map((item) => item.owner)));
    for (const owner of others) {
      await this.#tabs.ifGone(owner, () => this.#all('readwrite', async (items, store) => {
        for (const item of items) if (item.owner === owner) store.delete(item.id);
      }));
    }
  }

  /** @param {string} owner */
  #take(owner) {
    return this.#all('readwrite', async (items, store) => {
      const left = items.filter((item) => item.owner === owner);
      for (const item of left) store.put({ ...item, owner: this.#tabs.owner });
      return left.map(toItem);
    });
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode @param {(items: KeptItem[], store: IDBObjectStore) => Promise<T>} work
   */
  #all(mode, work) {
    return transact(this.#db, 'outbox', mode, async (store) => work(await answer(store.index('scope').getAll(this.#scope)), store));
  }
}

/** @param {KeptItem | OutboxItem} kept @returns {OutboxItem} */
function toItem(kept) {
  const { scope: _, owner: __, ...item } = /** @type {KeptItem} */ (kept);
  return item;
}
