// Written by eng/js-check.sh --write from the JavaScript beside it.
export type JoinRoomResult = import('./contracts.js').JoinRoomResult;
/** @typedef {import('./contracts.js').JoinRoomResult} JoinRoomResult */
/** The callers that await the first answer to a join. */
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
    /** The client stops following the room: its join gets no answer any more. @param {string} room */
    end(room: string): void;
    /** Fails all waiting callers; another start joins again, with a new answer. @param {unknown} why */
    fail(why: unknown): void;
}
