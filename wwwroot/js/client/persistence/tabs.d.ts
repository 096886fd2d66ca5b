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
 * The pages of one user in one browser. `owner` is this one's name; `onGone` tells of another one that is closed, to one page
 * alone; `ifGone` works only if it is,
 * and while nobody else does; `forget` closes and leaves no trace of the user.
 */
/** @typedef {{ scope: string, clock: import('../ports.js').Clock, newId: () => string }} TabOptions */
/** Tells the other pages of the scope something short. Without the means to, they find out later by themselves. */
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
