// Written by eng/js-check.sh --write from the JavaScript beside it.
export type OutboxItem = import('../ports.js').OutboxItem;
export type CursorStore = import('../ports.js').CursorStore;
export type OutboxStore = import('../ports.js').OutboxStore;
export type InboxStore = import('../ports.js').InboxStore;
export type KeptItem = OutboxItem & {
    scope: string;
    owner: string;
};
/** @typedef {import('../ports.js').OutboxItem} OutboxItem */
/** @typedef {import('../ports.js').CursorStore} CursorStore */
/** @typedef {import('../ports.js').OutboxStore} OutboxStore */
/** @typedef {import('../ports.js').InboxStore} InboxStore */
/** @typedef {OutboxItem & { scope: string, owner: string }} KeptItem */
/**
 * Removes data of other users that is older than the limit: a guest without a token never returns for it.
 * @param {IDBDatabase} db @param {'cursors' | 'outbox'} name @param {string} scope @param {number} before
 */
export declare function pruneOthers(db: IDBDatabase, name: 'cursors' | 'outbox', scope: string, before: number): Promise<void>;
/** The cursors and the inbox of one user, for all pages. @implements {CursorStore} @implements {InboxStore} */
export declare class IndexedDbCursors implements CursorStore, InboxStore {
    #private;
    /** @param {IDBDatabase} db @param {string} scope @param {import('../ports.js').Clock} clock */
    constructor(db: IDBDatabase, scope: string, clock: import('../ports.js').Clock);
    /** @param {string} room @returns {Promise<import('../ports.js').RoomCursor | null>} */
    load(room: string): Promise<import('../ports.js').RoomCursor | null>;
    /** @param {string} room @param {import('../ports.js').RoomCursor} cursor */
    save(room: string, { epoch, revision }: import('../ports.js').RoomCursor): Promise<undefined>;
    /** @param {string} room */
    remove(room: string): Promise<undefined>;
    /** @returns {Promise<import('../ports.js').KeptInbox | null>} */
    loadInbox(): Promise<import('../ports.js').KeptInbox | null>;
    /** @param {import('../ports.js').KeptInbox} inbox */
    saveInbox(inbox: import('../ports.js').KeptInbox): Promise<undefined>;
    clear(): Promise<undefined>;
}
/**
 * The outbox of one user. Each entry belongs to one page at a time, its owner. A living page takes over the entries of a
 * closed page in one transaction, so that two pages never own the same entry.
 * @implements {OutboxStore}
 */
export declare class IndexedDbOutbox implements OutboxStore {
    #private;
    /** @param {IDBDatabase} db @param {string} scope @param {import('./tabs.js').Tabs} tabs */
    constructor(db: IDBDatabase, scope: string, tabs: import('./tabs.js').Tabs);
    /** @param {(items: OutboxItem[]) => void} handler */
    onInherited(handler: (items: OutboxItem[]) => void): void;
    load(): Promise<import("../ports.js").OutboxItem[]>;
    /** @param {OutboxItem} item */
    put(item: OutboxItem): Promise<undefined>;
    /** @param {string} id */
    remove(id: string): Promise<undefined>;
    /** @param {string} id */
    isMine(id: string): Promise<boolean | null>;
    /** The entries of this page: another page may be sending the rest. */
    clear(): Promise<void>;
    /** The entries of this page, and of closed pages. */
    forget(): Promise<void>;
}
