// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * A promise that is settled from outside. If no caller awaits it, its rejection is not reported as unhandled.
 * @template T
 */
export declare class Deferred<T> {
    /** @type {(value: T) => void} */
    resolve: (value: T) => void;
    /** @type {(reason: unknown) => void} */
    reject: (reason: unknown) => void;
    /** @type {Promise<T>} */
    promise: Promise<T>;
    constructor();
}
/**
 * @template T
 * @param {import('./ports.js').Clock} clock
 * @param {Promise<T>} work
 * @param {number} ms
 * @param {() => Error} late
 * @returns {Promise<T>}
 */
export declare function within<T>(clock: import('./ports.js').Clock, work: Promise<T>, ms: number, late: () => Error): Promise<T>;
