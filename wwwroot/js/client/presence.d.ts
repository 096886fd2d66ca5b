// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ChatUser = import('./contracts.js').ChatUser;
export type PresenceChange = import('./contracts.js').PresenceChange;
/** @typedef {import('./contracts.js').ChatUser} ChatUser */
/** @typedef {import('./contracts.js').PresenceChange} PresenceChange */
/** The users with a connection in one room. */
export declare class Presence {
    #private;
    get users(): import("./contracts.js").ChatUser[];
    /** At least the number of `users`: a join names 100 at most. */
    get count(): number;
    hold(): void;
    /**
     * @param {ChatUser[]} present
     * @param {number} count
     */
    begin(present: ChatUser[], count: number): void;
    /**
     * @param {PresenceChange} change
     * @returns {{ joined: ChatUser[], left: ChatUser[] }} what is news: a list that begins again is not
     */
    apply(change: PresenceChange): {
        joined: ChatUser[];
        left: ChatUser[];
    };
}
