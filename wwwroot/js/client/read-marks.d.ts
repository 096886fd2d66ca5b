// Written by eng/js-check.sh --write from the JavaScript beside it.
import { Deferred } from './deferred.js';
export type MarkReadResult = import('./contracts.js').MarkReadResult;
export type Caller = {
    sequence: number;
    outcome: Deferred<MarkReadResult>;
};
export type RoomMarks = {
    callers: Caller[];
    sentAt: number;
    sending: number;
    latest: MarkReadResult | null;
    isWorking: boolean;
};
/**
 * Sends the read cursors of the user: for each room one call in flight and the newest place next, at most one in a second. A call without
 * an answer is repeated: a read cursor never goes back.
 */
export declare class ReadMarks {
    #private;
    /**
     * @param {{ invoke: (method: string, request: object) => Promise<any>, isUp: () => boolean, clock: import('./ports.js').Clock,
     *   retries: import('./retries.js').Retries, stored: (sequence: number, answer: MarkReadResult) => void,
     *   refused: (room: string) => void }} options
     */
    constructor(options: {
        invoke: (method: string, request: object) => Promise<any>;
        isUp: () => boolean;
        clock: import('./ports.js').Clock;
        retries: import('./retries.js').Retries;
        stored: (sequence: number, answer: MarkReadResult) => void;
        refused: (room: string) => void;
    });
    /**
     * @param {string} room @param {number} sequence
     * @param {boolean} isStored whether the inbox has the read cursor there already, as far as it knows
     * @returns {Promise<MarkReadResult>}
     */
    mark(room: string, sequence: number, isStored: boolean): Promise<MarkReadResult>;
    /** There is a connection again. */
    wake(): void;
    /**
     * Sends what waits without the delay, also beside a call in flight: a page that is about to end waits for no answer.
     * @returns {Promise<unknown> | null} resolves when the outcomes are known; null if nothing can be sent
     */
    flush(): Promise<unknown> | null;
    /** There will be no connection. @param {unknown} why */
    giveUp(why: unknown): void;
}
