// Written by eng/js-check.sh --write from the JavaScript beside it.
/** The wait before each try: the backoff, plus, once, the delay that the server requested with `Draining` or `Retry-After`. */
export declare class ReconnectWait {
    #private;
    /** The number of failed tries in a row. */
    failed: number;
    /** @param {{ delay(attempt: number): number, maxTries?: number }} backoff @param {import('./ports.js').Clock} clock */
    constructor(backoff: {
        delay(attempt: number): number;
        maxTries?: number;
    }, clock: import('./ports.js').Clock);
    get isUsedUp(): boolean;
    /**
     * The server requests a delay from now on: a draining node may close only when the time is over.
     * @param {number} ms
     */
    ask(ms: number): void;
    /** A connection ended after this duration. @param {number} ms */
    ended(ms: number): void;
    /** @param {(retryAt: number) => void} waits */
    pass(waits: (retryAt: number) => void): Promise<void>;
    /** Ends the wait; with `isPolite` not before the delay that the server requested. */
    end({ isPolite }?: {
        isPolite?: boolean | undefined;
    }): void;
}
