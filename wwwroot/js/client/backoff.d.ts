// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * The delay before each try to reconnect: `random(0, min(cap, base · 2^n))` for the n-th try from 0. Spreading from zero keeps clients that
 * were cut together from coming back together ("full jitter", Marc Brooker, AWS Architecture Blog, 2015).
 */
export declare class FullJitterBackoff {
    #private;
    maxTries: number;
    /**
     * @param {{ random?: () => number, baseMs?: number, capMs?: number, maxTries?: number }} [options] `baseMs` bounds the first
     * delay (500), `capMs`
     * every delay (30,000); `maxTries` is how many tries in a row may fail before it is given up, by default never
     */
    constructor({ random, baseMs, capMs, maxTries }?: {
        random?: () => number;
        baseMs?: number;
        capMs?: number;
        maxTries?: number;
    });
    /** @param {number} attempt counted from 0 */
    delay(attempt: number): number;
}
