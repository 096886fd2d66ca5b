// Written by eng/js-check.sh --write from the JavaScript beside it.
export type Tabs = {
    owner: string;
    onGone(handler: (owner: string) => Promise<void>): void;
    ifGone(owner: string, work: () => Promise<void>): Promise<void>;
    close(): Promise<void>;
    forget(): Promise<void>;
};
export type TabOptions = {
    scope: string;
    clock: import('../ports.js').Clock;
    newId: () => string;
};
/**
 * @typedef {{
 *   owner: string,
 *   onGone(handler: (owner: string) => Promise<void>): void,
 *   ifGone(owner: string, work: () => Promise<void>): Promise<void>,
 *   close(): Promise<void>,
 *   forget(): Promise<void>
 * }} Tabs
 * The pages of one user in one browser. `owner` is the name of this page; `onGone` reports a closed page, to one page only;
 * `ifGone` runs the work only if the owner is closed, and in one page at a time; `forget` closes and removes every trace of
 * the user.
 */
/** @typedef {{ scope: string, clock: import('../ports.js').Clock, newId: () => string }} TabOptions */
/** Sends a short message to the other pages of the scope. Without a channel, they notice the change later. */
export declare class TabChannel {
    #private;
    /** @param {string} name @param {(message: { hello?: string, bye?: string }) => void} heard */
    constructor(name: string, heard: (message: {
        hello?: string;
        bye?: string;
    }) => void);
    /** @param {{ hello?: string, bye?: string }} message */
    tell(message: {
        hello?: string;
        bye?: string;
    }): void;
    close(): void;
}
