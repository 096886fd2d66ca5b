// Written by eng/js-check.sh --write from the JavaScript beside it.
export type GuestTokenResult = import('./contracts.js').GuestTokenResult;
/** Requests a guest token from the server and keeps it while it is valid. */
export declare class GuestTokenProvider {
    #private;
    /**
     * @param {{
     *   url: string, name: string, saved?: GuestTokenResult | null, save?: (token: GuestTokenResult) => void,
     *   fetch?: typeof globalThis.fetch, now?: () => number
     * }} options `saved` is the value that `save` received earlier
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
    /** Requests another token, although the current one may still be valid. @returns {Promise<GuestTokenResult>} */
    renew(): Promise<GuestTokenResult>;
    /** The token was rejected or has expired; it still identifies the guest. */
    invalidate(): void;
}
