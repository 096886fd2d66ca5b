// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * Notices that the machine or the page slept. Sleep makes no event of its own: the clock jumps. What browsers tell besides (shown
 * again, taken from the
 * back-forward cache, network back) is a reason to look too.
 */
export declare class SleepDetector {
    #private;
    /**
     * @param {{ clock: import('./ports.js').Clock, woke: (jumpMs: number) => void, putAside: () => void, doubted?: () => void,
     * window?: Pick<Window, 'addEventListener' | 'removeEventListener'>, document?:
     * Pick<Document, 'addEventListener' | 'removeEventListener' | 'visibilityState'> }} options
     * `woke` is told how far the clock jumped, 0 where it did not; `putAside` that the page goes into the back-forward cache;
     * `doubted` that the browser takes the network for lost
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
