// Written by eng/js-check.sh --write from the JavaScript beside it.
export type AccessToken = import('./ports.js').AccessToken;
/**
 * Asks the app for tokens: before each connect, and ahead of the expiry when less than a fifth of the token's life is left. One
 * that was asked for ahead
 * is the one of the next connect.
 */
export declare class TokenKeeper {
    #private;
    /** @param {import('./ports.js').TokenProvider} provider @param {import('./ports.js').Clock} clock */
    constructor(provider: import('./ports.js').TokenProvider, clock: import('./ports.js').Clock);
    /** @returns {Promise<AccessToken>} */
    forConnect(): Promise<AccessToken>;
    /** The connect was made: the next one asks anew. */
    connected(): void;
    /** The server did not take it. */
    refused(): void;
    /**
     * By the server's clock its time is over, or has not come.
     * @returns {boolean} whether it is good by this machine's clock: then another node may take it, or the same one once its clock is right
     */
    untimely(): boolean;
    /**
     * How long until another token should be asked for: the first time at a fifth of the life; where that brought nothing new, at
     * half of what is left each time.
     * @param {number} tries
     * @returns {number | null} null where this one does not say when it ends, or has ended
     */
    untilRenewalMs(tries: number): number | null;
    /** Answers whether there is another token now, for the next connect. */
    tryRenew(): Promise<boolean>;
}
