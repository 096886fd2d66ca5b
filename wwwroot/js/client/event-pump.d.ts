// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Runs the app's handlers one after the other and never one inside another: what is told while a handler runs waits until it, and
 * the promise it
 * answered, is done. It never refuses what is durable: whoever tells that looks at `hasRoom` first and leaves it on the server meanwhile.
 */
export declare class EventDispatcher {
    #private;
    /**
     * @param {{ limit: number, slowAfterMs: number, clock: import('./ports.js').Clock,
     *   slow: (handler: { event: string, runningMs: number, waiting: number }) => void }} options
     */
    constructor(options: {
        limit: number;
        slowAfterMs: number;
        clock: import('./ports.js').Clock;
        slow: (handler: {
            event: string;
            runningMs: number;
            waiting: number;
        }) => void;
    });
    get hasRoom(): boolean;
    /** @param {string} name @param {() => unknown} handle must not throw */
    post(name: string, handle: () => unknown): void;
    /** Half empty, so that a fetch brings a page and not one message at a time. @returns {Promise<void>} */
    waitForRoom(): Promise<void>;
}
