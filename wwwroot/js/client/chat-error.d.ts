// Written by eng/js-check.sh --write from the JavaScript beside it.
/** The codes of this client; all others are the server's: `errorCodes` and `sessionEndCodes`. */
export declare const clientCodes: Readonly<{
    /** There is no connection, or it ended before the answer: the outcome is unknown. */
    connectionLost: "connection-lost";
    /** The server did not answer in time: the outcome is unknown. */
    noAnswer: "no-answer";
    /** No token is available: guests are disabled, or the name is refused. The client stops. */
    tokenRefused: "token-refused";
    /** The server rejected the credentials: 401 with a fresh token, or 403. The client stops. */
    credentialsRefused: "credentials-refused";
    /** The number of failed tries reached the limit of the backoff. The client stops. */
    gaveUp: "gave-up";
    /**
     * A fault of the app, such as a build without SignalR or an impossible address: a retry would fail the same way. `cause` is
     * the original exception. During a connect the client stops.
     */
    clientError: "client-error";
    /** The app called `stop`. */
    stopped: "stopped";
    /** The outbox is full, and the app chose not to wait. */
    outboxFull: "outbox-full";
    /** The app removed the message from the outbox. */
    discarded: "discarded";
    /** Another page of the same user now owns the message, and sends it. */
    handedOver: "handed-over";
}>;
/** A call that failed. */
export declare class ChatError extends Error {
    code: string;
    retryAfterMs: number | null;
    /**
     * @param {string} code stable; for decisions in code
     * @param {string} sentence for people
     * @param {number | null} [retryAfterMs]
     * @param {ErrorOptions} [options]
     */
    constructor(code: string, sentence: string, retryAfterMs?: number | null, options?: ErrorOptions);
    /** The server refused temporarily: the same call may be retried after a delay. */
    get isRetryable(): boolean;
    /** It is unknown whether the server made the change: only a call with the same id may be retried. */
    get isOutcomeUnknown(): boolean;
}
/**
 * Creates a ChatError from an exception of SignalR. A refusal is `… HubException: code: sentence [Retry after N ms.]`.
 * @param {unknown} thrown
 * @returns {ChatError}
 */
export declare function toChatError(thrown: unknown): ChatError;
/** A fault of the app, which a retry does not fix. @param {unknown} thrown */
export declare function clientError(thrown: unknown): ChatError;
