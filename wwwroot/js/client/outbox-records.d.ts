// Written by eng/js-check.sh --write from the JavaScript beside it.
export type OutboxEntry = import('./outbox-entry.js').OutboxEntry;
/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */
/** Keeps nothing beyond the life of the page. @returns {import('./ports.js').OutboxStore} */
export declare const memoryOutbox: () => import('./ports.js').OutboxStore;
/**
 * Keeps the entries of the outbox in the app's store, one write after the other. A store that fails loses nothing that was
 * written: the entry lives in memory,
 * and is sent from there.
 */
export declare class OutboxPersistence {
    #private;
    /** @param {import('./ports.js').OutboxStore} store @param {(what: string, error: unknown) => void} warn */
    constructor(store: import('./ports.js').OutboxStore, warn: (what: string, error: unknown) => void);
    /** @param {(items: import('./ports.js').OutboxItem[]) => void} handler */
    onInherited(handler: (items: import('./ports.js').OutboxItem[]) => void): void;
    load(): Promise<import("./ports.js").OutboxItem[]>;
    /** @param {string} id of what was loaded */
    isKept(id: string): void;
    /** @param {OutboxEntry} entry */
    put(entry: OutboxEntry): void;
    /** Not before it is kept may it be sent; and not if another page has it now. @param {OutboxEntry} entry */
    mayBeSent({ id, kind }: OutboxEntry): Promise<boolean>;
    /** @param {OutboxEntry} entry */
    remove(entry: OutboxEntry): Promise<void>;
}
