// Written by eng/js-check.sh --write from the JavaScript beside it.
/** The delay before a call is retried. */
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
     * After a refusal at least the delay that the server requested, and up to twice that, so that clients refused together do
     * not retry together; after no answer the backoff.
     * @param {Pick<import('./chat-error.js').ChatError, 'isOutcomeUnknown' | 'retryAfterMs'>} error
     * @param {number} failures in a row before this one
     */
    delayMs(error: Pick<import('./chat-error.js').ChatError, 'isOutcomeUnknown' | 'retryAfterMs'>, failures: number): number;
}
