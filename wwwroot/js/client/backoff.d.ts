// Written by eng/js-check.sh --write from the JavaScript beside it.
/**
 * The delay before each try to connect: `random(0, min(cap, base · 2^n))` for the n-th try from 0. The spread from zero
 * prevents clients that lost their connection together from reconnecting together ("full jitter", Marc Brooker, AWS
 * Architecture Blog, 2015).
 */
export declare class FullJitterBackoff {
    #private;
    maxTries: number;
    /**
     * @param {{ random?: () => number, baseMs?: number, capMs?: number, maxTries?: number }} [options] `baseMs` limits the
     * first delay (500), `capMs` every delay (30,000); `maxTries` is the number of tries in a row that may fail before the
     * client stops, unlimited by default
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
