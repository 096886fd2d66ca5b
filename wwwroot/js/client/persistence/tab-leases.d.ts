// Written by eng/js-check.sh --write from the JavaScript beside it.
export type Tabs = import('./tabs.js').Tabs;
/**
 * The alternative without Web Locks, as on plain HTTP: each page keeps a lease in the database and renews it. A closed page
 * returns its lease; a crashed page is noticed when its lease expires.
 * @implements {Tabs}
 */
export declare class TabLeases implements Tabs {
    #private;
    owner: string;
    /** @param {IDBDatabase} db @param {import('./tabs.js').TabOptions} options */
    constructor(db: IDBDatabase, options: import('./tabs.js').TabOptions);
    /** @param {IDBDatabase} db @param {import('./tabs.js').TabOptions} options */
    static open(db: IDBDatabase, options: import('./tabs.js').TabOptions): Promise<TabLeases>;
    /** @param {(owner: string) => Promise<void>} handler */
    onGone(handler: (owner: string) => Promise<void>): void;
    /** @param {string} owner @param {() => Promise<void>} work */
    ifGone(owner: string, work: () => Promise<void>): Promise<void>;
    close(): Promise<void>;
    forget(): Promise<void>;
}
