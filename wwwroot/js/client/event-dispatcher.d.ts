// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Runs the app's handlers one after the other and never nested: an event during a handler waits until the handler and its
 * promise are done. It never rejects a durable event: the poster first checks `hasRoom`, and meanwhile leaves the data on the
 * server.
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
    /** Half empty, so that a fetch returns a page and not one message at a time. @returns {Promise<void>} */
    waitForRoom(): Promise<void>;
}
