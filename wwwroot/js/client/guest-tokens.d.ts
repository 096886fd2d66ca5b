// Written by eng/js-check.sh --write from the JavaScript beside it.
export type GuestTokenResult = import('./contracts.js').GuestTokenResult;
/** Asks the server for a guest's token and keeps it while it is good. */
export declare class GuestTokens {
    #private;
    /**
     * @param {{
     *   url: string, name: string, saved?: GuestTokenResult | null, save?: (token: GuestTokenResult) => void,
     *   fetch?: typeof globalThis.fetch, now?: () => number
     * }} options `saved` is what `save` was given earlier
     */
    constructor(options: {
        url: string;
        name: string;
        saved?: GuestTokenResult | null;
        save?: (token: GuestTokenResult) => void;
        fetch?: typeof globalThis.fetch;
        now?: () => number;
    });
    /** @returns {Promise<GuestTokenResult>} */
    get(): Promise<GuestTokenResult>;
    /** Another token, though the one held may still be good. @returns {Promise<GuestTokenResult>} */
    renew(): Promise<GuestTokenResult>;
    /** The token is refused or has ended; it still says who one was. */
    invalidate(): void;
}
