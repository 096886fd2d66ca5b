// Written by eng/js-check.sh --write from the JavaScript beside it.
/** How long to wait before a call is repeated. */
export declare class Retries {
    #private;
    /**
     * @param {{ delay(attempt: number): number }} backoff
     * @param {import('./ports.js').Clock} clock
     */
    constructor(backoff: {
        delay(attempt: number): number;
    }, clock: import('./ports.js').Clock);
    /**
     * After a refusal at least what the server asked for, and up to twice that, so that those refused together do not come back together;
     * after no answer the backoff.
     * @param {Pick<import('./chat-error.js').ChatError, 'isOutcomeUnknown' | 'retryAfterMs'>} error
     * @param {number} failures in a row before this one
     */
    delayMs(error: Pick<import('./chat-error.js').ChatError, 'isOutcomeUnknown' | 'retryAfterMs'>, failures: number): number;
}
