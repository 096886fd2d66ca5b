// Written by eng/js-check.sh --write from the JavaScript beside it.
export type ReactionTally = import('./contracts.js').ReactionTally;
export type Stored = import('./contracts.js').ChangeMessageResult;
export type PendingReaction = {
    emoji: string;
    isOn: boolean;
};
export type OwnReaction = {
    room: string;
    messageId: string;
    emoji: string;
    isOn: boolean;
    storedAt: number;
};
/** @typedef {import('./contracts.js').ReactionTally} ReactionTally */
/** @typedef {import('./contracts.js').ChangeMessageResult} Stored */
/** @typedef {{ emoji: string, isOn: boolean }} PendingReaction */
/** @typedef {{ room: string, messageId: string, emoji: string, isOn: boolean, storedAt: number }} OwnReaction */
/**
 * The user's reactions without an outcome. A reaction is settled when the app has the change with the answer's revision, and not
 * before: otherwise the reaction would vanish between the answer and the change.
 */
export declare class OwnReactions {
    #private;
    /**
     * @param {(room: string) => number | null} cursorOf the revision up to which the app has a room; null if it is not followed
     * @param {(pending: { room: string, messageId: string, pending: PendingReaction[] }) => void} changed
     */
    constructor(cursorOf: (room: string) => number | null, changed: (pending: {
        room: string;
        messageId: string;
        pending: PendingReaction[];
    }) => void);
    /**
     * @param {string} room @param {string} messageId @param {string} emoji @param {boolean} isOn
     * @param {Promise<Stored>} outcome
     * @returns {Promise<Stored>}
     */
    track(room: string, messageId: string, emoji: string, isOn: boolean, outcome: Promise<Stored>): Promise<Stored>;
    /** The app has the changes of the room up to the revision. @param {string} room @param {number} revision */
    reached(room: string, revision: number): void;
    /** The app begins anew with the room, or has no more of it: the stored reactions are in what it has. @param {string} room */
    restarted(room: string): void;
}
/**
 * The tallies to show: the stored ones as they will be after these reactions. A reaction that is stored already changes nothing.
 * @param {ReactionTally[]} stored the tallies of the newest reactions of the message
 * @param {PendingReaction[]} pending of the event `reacting`
 * @param {string} userId the user of this client
 * @returns {ReactionTally[]}
 */
export declare function withPending(stored: ReactionTally[], pending: PendingReaction[], userId: string): ReactionTally[];
