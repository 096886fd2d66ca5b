// Written by eng/js-check.sh --write from the JavaScript beside it.
/** The wait before each try: the backoff, and on top what the server asked for, by `Draining` or by `Retry-After`, once. */
export declare class ReconnectWait {
    #private;
    /** How many tries have failed in a row. */
    failed: number;
    /** @param {{ delay(attempt: number): number, maxTries?: number }} backoff @param {import('./ports.js').Clock} clock */
    constructor(backoff: {
        delay(attempt: number): number;
        maxTries?: number;
    }, clock: import('./ports.js').Clock);
    get isUsedUp(): boolean;
    /**
     * The server asks to be left alone for so long from now on: a node that leaves may close only when the time is over.
     * @param {number} ms
     */
    ask(ms: number): void;
    /** A connection has ended that lasted so long. @param {number} ms */
    ended(ms: number): void;
    /** @param {(retryAt: number) => void} told */
    pass(told: (retryAt: number) => void): Promise<void>;
    /** Ends the wait; with `isPolite` not before the time that the server asked for. */
    end({ isPolite }?: {
        isPolite?: boolean | undefined;
    }): void;
}
