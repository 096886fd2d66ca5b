// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Notices that the machine or the page slept. Sleep raises no event, but the clock jumps. The browser's events (page shown
 * again, page restored from the back-forward cache, network back) are further reasons to check.
 */
export declare class SleepDetector {
    #private;
    /**
     * @param {{ clock: import('./ports.js').Clock, woke: (jumpMs: number) => void, putAside: () => void, doubted?: () => void,
     * window?: Pick<Window, 'addEventListener' | 'removeEventListener'>, document?:
     * Pick<Document, 'addEventListener' | 'removeEventListener' | 'visibilityState'> }} options
     * `woke` receives how far the clock jumped, 0 if it did not; `putAside`: the page goes into the back-forward cache;
     * `doubted`: the browser reports the network as lost
     */
    constructor(options: {
        clock: import('./ports.js').Clock;
        woke: (jumpMs: number) => void;
        putAside: () => void;
        doubted?: () => void;
        window?: Pick<Window, 'addEventListener' | 'removeEventListener'>;
        document?: Pick<Document, 'addEventListener' | 'removeEventListener' | 'visibilityState'>;
    });
    start(): void;
    stop(): void;
}
