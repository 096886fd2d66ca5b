// @ts-check
import { systemClock } from '../clock.js';
import { within } from '../deferred.js';
import { uuidV7 } from '../uuid-v7.js';
import { openDatabase } from './idb.js';
import { IndexedDbCursors, IndexedDbOutbox, pruneOthers } from './indexed-db-store.js';
import { memoryStore } from './memory-store.js';
import { TabLocks } from './tab-locks.js';

// Some browsers never answer an open request.
const patienceMs = 3_000;
const dayMs = 24 * 60 * 60_000;

/**
 * Opens the storage that outlives the page: cursors and outbox in IndexedDB. Each page of the user has its own outbox; after
 * it is closed, another page sends its entries. If the browser stores nothing (a private window, storage forbidden), the data
 * lives in memory: `isDurable` indicates it.
 * @param {{ scope: string, name?: string, clock?: import('../ports.js').Clock, locks?: LockManager | null, indexedDB?:
 * IDBFactory, keepDays?: number }} options
 * `scope`: the user and the server, so that no other user's messages are sent; `name` of the database; `locks`: null disables
 * Web Locks; `keepDays`: how long unsent entries of other scopes, and cursors that they did not move since, stay in the
 * browser (30)
 * @returns {Promise<import('../ports.js').ChatStore>}
 */
export async function openChatStore({ scope, name = 'signalrchat', clock = systemClock, locks, indexedDB, keepDays = 30 }) {
  try {
    const factory = indexedDB ?? globalThis.indexedDB;
    if (!factory) throw new Error('There is no IndexedDB.');
    const late = () => new Error('IndexedDB does not answer.');
    const db = await within(clock, openDatabase(factory, name), patienceMs, late);
    const lockManager = locks === undefined ? globalThis.navigator?.locks : locks;
    const options = { scope, clock, newId: () => uuidV7(clock.now()) };
    /** @type {Promise<import('./tabs.js').Tabs>} */
    const opening = lockManager
      ? TabLocks.open(lockManager, options)
      : import('./tab-leases.js').then(({ TabLeases }) => TabLeases.open(db, options));
    const tabs = await within(clock, opening, patienceMs, late);
    const cursors = new IndexedDbCursors(db, scope, clock);
    const outbox = new IndexedDbOutbox(db, scope, tabs);
    // Runs later; no caller awaits it.
    const oldest = clock.now() - keepDays * dayMs;
    for (const name of /** @type {const} */ (['outbox', 'cursors'])) pruneOthers(db, name, scope, oldest).catch(() => {});
    return {
      cursors, outbox, inbox: cursors, isDurable: true, reason: null,
      close: async () => { await tabs.close(); db.close(); },
      clear: async () => { await outbox.clear(); await cursors.clear(); },
      forget: async () => { await outbox.forget(); await cursors.clear(); await tabs.forget(); db.close(); },
    };
  } catch (reason) {
    return memoryStore(reason);
  }
}
