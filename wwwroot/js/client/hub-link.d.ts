// Written by eng/js-check.sh --write from the JavaScript beside it.
import { ChatError } from './chat-error.js';
import { Emitter } from './emitter.js';
export type AccessToken = import('./ports.js').AccessToken;
export type LinkStatus = import('./link-types.js').LinkStatus;
export type Attempt = import('./link-types.js').Attempt;
/**
 * Keeps one connection up. Unlike SignalR's automatic reconnect, it also retries the first connect, and by default never
 * stops. Each try uses a new connection, so that a hanging one blocks nothing. It ends only if the server rejects the
 * credentials or forbids a reconnect.
 * @extends {Emitter<{ status: LinkStatus, up: AccessToken, down: ChatError }>}
 */
export declare class HubLink extends Emitter<{
    status: LinkStatus;
    up: AccessToken;
    down: ChatError;
}> {
    #private;
    /** @param {import('./link-types.js').LinkOptions} options */
    constructor(options: import('./link-types.js').LinkOptions);
    get status(): import("./link-types.js").LinkStatus;
    /** The age of the current try or connection. */
    get ageMs(): number;
    get isUp(): boolean;
    /** Why the connection is about to end permanently; otherwise null. */
    get ending(): ChatError | null;
    /** Why there will be no connection until `start`; otherwise null. */
    get over(): ChatError | null;
    /** `start` was called during a pending end: it follows at once. */
    get isWantedAgain(): boolean;
    start(): void;
    /**
     * Ends the connection permanently, or until `start`.
     * @param {Promise<unknown> | null} [last] calls that are sent already, and that the connection waits for a moment for
     */
    stop(last?: Promise<unknown> | null): Promise<void>;
    /** Ends the wait before the next try. */
    retryNow(): void;
    /** The machine or the page slept: waiting tries start now, unless the server requested a delay. */
    wake(): void;
    /** The page goes into the back-forward cache and may return: it keeps no connection meanwhile. */
    sleep(): void;
    /** Drops the connection, or the current try, and starts another at once. @param {string} why */
    replace(why: string): void;
    /**
     * Makes another connection beside the one in use, which may be dead, and switches over when it is up. If no connection is
     * in use, a waiting try starts now.
     */
    addRival(): void;
    /** The connection in use has proved alive. */
    dropRival(): void;
    /** @param {string} event @param {(payload: any) => void} handler */
    listen(event: string, handler: (payload: any) => void): void;
    /**
     * @param {string} method
     * @param {object} request
     * @param {number} [timeoutMs]
     * @returns {Promise<any>} throws a ChatError
     */
    invoke(method: string, request: object, timeoutMs?: number): Promise<any>;
}
