// Written by eng/js-check.sh --write from the JavaScript beside it.
export type Tabs = import('./tabs.js').Tabs;
/**
 * Each page holds a Web Lock for its whole life, and the browser releases it however the page ends. A page that waits for the
 * lock of another page learns of its end by receiving the lock.
 * @implements {Tabs}
 */
export declare class TabLocks implements Tabs {
    #private;
    owner: string;
    /** @param {LockManager} locks @param {import('./tabs.js').TabOptions} options */
    constructor(locks: LockManager, options: import('./tabs.js').TabOptions);
    /** @param {LockManager} locks @param {import('./tabs.js').TabOptions} options */
    static open(locks: LockManager, options: import('./tabs.js').TabOptions): Promise<TabLocks>;
    /** @param {(owner: string) => Promise<void>} handler */
    onGone(handler: (owner: string) => Promise<void>): void;
    /** @param {string} owner @param {() => Promise<void>} work */
    ifGone(owner: string, work: () => Promise<void>): Promise<void>;
    close(): Promise<void>;
    forget(): Promise<void>;
}
