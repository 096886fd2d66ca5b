// Written by eng/js-check.sh --write from the JavaScript beside it.
/** Counts the calls under way, so that a connection can be replaced between two of them: new ones wait, and those under way finish. */
export declare class CallGate {
    #private;
    /**
     * @template T
     * @param {() => Promise<T>} call
     * @returns {Promise<T>}
     */
    pass<T>(call: () => Promise<T>): Promise<T>;
    /**
     * Lets nobody in; done when the last one has left, or the time is over.
     * @param {import('./ports.js').Clock} clock
     * @param {number} mostMs
     */
    hold(clock: import('./ports.js').Clock, mostMs: number): Promise<void>;
    letGo(): void;
}
