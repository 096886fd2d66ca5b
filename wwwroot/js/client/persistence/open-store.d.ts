// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Opens what outlives the page: cursors and outbox in IndexedDB. Each page of the user has an outbox of its own; when it is
 * closed another one sends what it left.
 * Where the browser keeps nothing (a private window, storage forbidden) it lives in memory: `isDurable` tells.
 * @param {{ scope: string, name?: string, clock?: import('../ports.js').Clock, locks?: LockManager | null, indexedDB?:
 * IDBFactory, keepDays?: number }} options
 * `scope`: the user and the server, so that nobody sends what another user wrote; `name` of the database; `locks`: null does
 * without Web Locks;
 * `keepDays`: how long what other scopes left unsent, and cursors that they did not move since, stay in the browser (30)
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
