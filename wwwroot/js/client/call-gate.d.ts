// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Counts the active calls, so that the client can replace a connection between two calls: new calls wait, and active ones
 * finish.
 */
export declare class CallGate {
    #private;
    /**
     * @template T
     * @param {() => Promise<T>} call
     * @returns {Promise<T>}
     */
    pass<T>(call: () => Promise<T>): Promise<T>;
    /**
     * Blocks new calls; resolves when the last active call has left, or the time is over.
     * @param {import('./ports.js').Clock} clock
     * @param {number} mostMs
     */
    hold(clock: import('./ports.js').Clock, mostMs: number): Promise<void>;
    letGo(): void;
}
