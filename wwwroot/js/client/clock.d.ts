// Written by eng/js-check.sh --write from the JavaScript beside it.
/** @type {import('./ports.js').Clock} */
export declare const systemClock: import('./ports.js').Clock;
/**
 * @param {import('./ports.js').Clock} clock
 * @param {number} ms
 * @returns {Promise<void>}
 */
export declare const delay: (clock: import('./ports.js').Clock, ms: number) => Promise<void>;
