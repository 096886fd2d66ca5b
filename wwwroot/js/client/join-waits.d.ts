// Written by eng/js-check.sh --write from the JavaScript beside it.
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** Who waits for the first answer to a join. */
export declare class JoinWaits {
    #private;
    /** @param {string} room */
    begin(room: string): Promise<any>;
    /** @param {string} room */
    answerOf(room: string): Promise<any>;
    /** @param {string} room @param {JoinRoomResult} answer */
    done(room: string, answer: JoinRoomResult): void;
    /** @param {string} room @param {unknown} why */
    refuse(room: string, why: unknown): void;
    /** The room is let go of: its join has no answer any more. @param {string} room */
    end(room: string): void;
    /** Whoever waits is told; another start joins again, and has an answer of its own. @param {unknown} why */
    fail(why: unknown): void;
}
