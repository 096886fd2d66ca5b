// Written by eng/js-check.sh --write from the JavaScript beside it.
export type AccessToken = import('./ports.js').AccessToken;
/**
 * Requests tokens from the app: before each connect, and early when less than a fifth of the token's life is left. The next
 * connect uses a token that was requested early.
 */
export declare class TokenKeeper {
    #private;
    /** @param {import('./ports.js').TokenProvider} provider @param {import('./ports.js').Clock} clock */
    constructor(provider: import('./ports.js').TokenProvider, clock: import('./ports.js').Clock);
    /** @returns {Promise<AccessToken>} */
    forConnect(): Promise<AccessToken>;
    /** The connect succeeded: the next one requests a new token. */
    connected(): void;
    /** The server rejected it. */
    refused(): void;
    /**
     * By the server's clock the token has expired or is not yet valid.
     * @returns {boolean} whether it is valid by this machine's clock: then another node may accept it, or the same node after
     * its clock is corrected
     */
    untimely(): boolean;
    /**
     * The time until the client requests another token: first at a fifth of the life; if that brings no new token, at half of
     * the remaining time each time. If the server has asked to retry, it is that time, doubled for each further try.
     * @param {number} tries
     * @returns {number | null} null if this token has no expiry, or has expired
     */
    untilRenewalMs(tries: number): number | null;
    /** The token that was requested early; otherwise null. */
    get ahead(): import("./ports.js").AccessToken | null;
    /** The open connection has taken the token that was requested early. @param {AccessToken} token */
    reauthenticated(token: AccessToken): void;
    /**
     * The server does not accept the token that was requested early.
     * @param {number | null} [retryAfterMs] it may accept it, or the next one, after this time
     */
    rejected(retryAfterMs?: number | null): void;
    /** Returns whether there is a new token, for the open connection or the next connect. */
    tryRenew(): Promise<boolean>;
}
