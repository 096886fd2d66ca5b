// Written by eng/js-check.sh --write from the JavaScript beside it.
export type OutboxEntry = import('./outbox-entry.js').OutboxEntry;
/** @typedef {import('./outbox-entry.js').OutboxEntry} OutboxEntry */
/** Stores nothing beyond the life of the page. @returns {import('./ports.js').OutboxStore} */
export declare const memoryOutbox: () => import('./ports.js').OutboxStore;
/**
 * Stores the entries of the outbox in the app's store, one write after the other. A failing store loses no entry: the entry
 * stays in memory, and is sent from there.
 */
export declare class OutboxPersistence {
    #private;
    /** @param {import('./ports.js').OutboxStore} store @param {(what: string, error: unknown) => void} warn */
    constructor(store: import('./ports.js').OutboxStore, warn: (what: string, error: unknown) => void);
    /** @param {(items: import('./ports.js').OutboxItem[]) => void} handler */
    onInherited(handler: (items: import('./ports.js').OutboxItem[]) => void): void;
    load(): Promise<import("./ports.js").OutboxItem[]>;
    /** @param {string} id of a loaded entry */
    isKept(id: string): void;
    /** @param {OutboxEntry} entry */
    put(entry: OutboxEntry): void;
    /** An entry may be sent only after it is stored, and only if no other page owns it now. @param {OutboxEntry} entry */
    mayBeSent({ id, kind }: OutboxEntry): Promise<boolean>;
    /** @param {OutboxEntry} entry */
    remove(entry: OutboxEntry): Promise<void>;
}
