// Written by eng/js-check.sh --write from the JavaScript beside it.
/** Codes that this side makes; all others are the server's: `errorCodes` and `sessionEndCodes`. */
export declare const clientCodes: Readonly<{
    /** The connection is away, or went away before the answer: the outcome is unknown. */
    connectionLost: "connection-lost";
    /** The server did not answer in time: the outcome is unknown. */
    noAnswer: "no-answer";
    /** There is no token to be had: guests are switched off, or the name is refused. The client stops. */
    tokenRefused: "token-refused";
    /** The server does not let these credentials in: 401 with a fresh token, or 403. The client stops. */
    credentialsRefused: "credentials-refused";
    /** As many tries failed as the backoff allows. The client stops. */
    gaveUp: "gave-up";
    /**
     * A fault on this side, as a build without SignalR or an address that cannot be: another try would end the same way. `cause` is
     * what was thrown. At a connect the client stops.
     */
    clientError: "client-error";
    /** The app called `stop`. */
    stopped: "stopped";
    /** Too much waits already, and the app chose not to wait. */
    outboxFull: "outbox-full";
    /** The app took the message from the outbox. */
    discarded: "discarded";
    /** Another page of the same user has the message now, and sends it. */
    handedOver: "handed-over";
}>;
/** A call that did not succeed. */
export declare class ChatError extends Error {
    code: string;
    retryAfterMs: number | null;
    /**
     * @param {string} code stable; what to act on
     * @param {string} sentence for people
     * @param {number | null} [retryAfterMs]
     * @param {ErrorOptions} [options]
     */
    constructor(code: string, sentence: string, retryAfterMs?: number | null, options?: ErrorOptions);
    /** The server refused for the moment: the same call can be made again after a time. */
    get isRetryable(): boolean;
    /** Whether the server did it is not known: only a call with the same id may be made again. */
    get isOutcomeUnknown(): boolean;
}
/**
 * Makes a ChatError of what SignalR throws. A refusal is `… HubException: code: sentence [Retry after N ms.]`.
 * @param {unknown} thrown
 * @returns {ChatError}
 */
export declare function toChatError(thrown: unknown): ChatError;
/** A fault on this side, which another try does not mend. @param {unknown} thrown */
export declare function clientError(thrown: unknown): ChatError;
