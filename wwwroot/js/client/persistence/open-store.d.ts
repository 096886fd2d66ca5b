// Written by eng/js-check.sh --write from the JavaScript beside it.
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
export declare function openChatStore({ scope, name, clock, locks, indexedDB, keepDays }: {
    scope: string;
    name?: string;
    clock?: import('../ports.js').Clock;
    locks?: LockManager | null;
    indexedDB?: IDBFactory;
    keepDays?: number;
}): Promise<import('../ports.js').ChatStore>;
